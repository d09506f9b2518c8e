// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.failure.Failures;
import io.truename.rekeying.failure.BatchDecision.Halve;
import io.truename.rekeying.failure.BatchDecision.Hold;
import io.truename.rekeying.failure.BatchDecision.Proceed;
import io.truename.rekeying.failure.BatchDecision.Quarantine;
import io.truename.rekeying.failure.BatchDecision.Reconnect;
import io.truename.rekeying.failure.BatchDecision.Stop;
import io.truename.rekeying.failure.BatchOutcome.Committed;
import io.truename.rekeying.failure.BatchOutcome.Failed;
import io.truename.rekeying.failure.BatchOutcome.Invalid;
import io.truename.rekeying.run.Cause;
import io.truename.rekeying.run.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BatchRecoveryTest {
    private static final List<Integer> TWO = List.of(1, 2);

    /** A word is one attempt: {@code ok}, {@code invalid}, {@code crossed}, {@code slow}, or a SQLSTATE. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2 | ok                      | Proceed
            2 | 40001                   | Retry
            2 | 40001 40001             | Retry Retry
            2 | 40001 40001 40001       | Retry Retry Hold
            2 | 40001 40001 ok 40001    | Retry Retry Proceed Retry
            2 | 40P01 55P03 57014       | Retry Retry Hold
            2 | slow slow slow          | Retry Retry Hold
            1 | slow slow               | ExtendTime Quarantine
            1 | slow 40001 slow         | ExtendTime Retry Quarantine
            1 | slow 23505              | ExtendTime Quarantine
            1 | 57014 57014 57014       | Retry Retry Hold
            2 | 23505 23505             | LockRows Halve
            1 | 23505 23505             | LockRows Quarantine
            1 | 23505 40001 23505       | LockRows Retry Quarantine
            1 | 23505 ok                | LockRows Proceed
            2 | crossed crossed         | LockRows Retry
            2 | invalid invalid         | LockRows Halve
            1 | invalid invalid         | LockRows Quarantine
            2 | 08006                   | Reconnect
            2 | 53100                   | Hold
            2 | 25006                   | Hold
            2 | 42501                   | Stop
            2 | 42P01                   | Stop
            2 | XX000 XX000 XX000       | Retry Retry Stop
            """)
    void decisions_table(int documents, String outcomes, String expected) {
        List<Integer> batch = IntStream.range(0, documents).boxed().toList();
        BatchRecovery<Integer> recovery = BatchRecovery.first(Direction.FORWARD);
        List<String> decisions = new ArrayList<>();
        for (String outcome : outcomes.trim().split(" ", -1)) {
            BatchRecovery.Step<Integer> step = recovery.after(batch, outcome(outcome));
            decisions.add(step.decision().getClass().getSimpleName());
            recovery = step.next();
        }
        assertThat(String.join(" ", decisions)).isEqualTo(expected);
    }

    private static BatchOutcome outcome(String word) {
        return switch (word) {
            case "ok" -> new Committed();
            case "invalid" -> new Invalid("wrong", false);
            case "crossed" -> new Invalid("crossed", true);
            case "slow" -> new Failed(Failures.classify("57014", "slow"), "slow", true);
            default -> new Failed(Failures.classify(word, "said"), "said", false);
        };
    }

    @Test
    void crossedChecks_areBlamedOnTheDocumentsInTheEnd() {
        BatchRecovery<Integer> recovery = BatchRecovery.first(Direction.FORWARD);
        List<BatchDecision> decisions = new ArrayList<>();
        for (int i = 0; i < 2 + BatchRecovery.MOST_CROSSINGS; i++) {
            BatchRecovery.Step<Integer> step = recovery.after(TWO, new Invalid("crossed", true));
            decisions.add(step.decision());
            recovery = step.next();
        }
        assertThat(decisions).endsWith(new Halve());
        assertThat(decisions.subList(0, decisions.size() - 1)).doesNotContain(new Halve());
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void documentThatIsNotRight_stopsTheRunForwardOnly(Direction direction) {
        BatchRecovery<Integer> recovery = BatchRecovery.first(direction);
        Invalid invalid = new Invalid("wrong", false);
        BatchDecision decision = recovery.after(List.of(1), invalid)
                .next()
                .after(List.of(1), invalid)
                .decision();
        Optional<Stop> stop = direction == Direction.FORWARD
                ? Optional.of(new Stop(Cause.VALIDATION_FAILED, "validation", "wrong"))
                : Optional.empty();
        assertThat(decision).isEqualTo(new Quarantine("validation", "wrong", Optional.empty(), stop));
    }

    @Test
    void rows_areLockedForSomeBatchesAfterOneHadTo() {
        BatchRecovery<Integer> recovery = BatchRecovery.<Integer>first(Direction.FORWARD)
                .after(TWO, outcome("23503"))
                .next();
        int locked = 0;
        while (recovery.lockRows()) {
            locked++;
            recovery = recovery.after(TWO, new Committed()).next();
        }
        assertThat(locked).isEqualTo(BatchRecovery.LOCKED_BATCHES);
    }

    /** Fails if a counter that bounds the attempts is reset without progress, or a guarantee of the class is dropped. */
    @Property
    void everySequenceOfOutcomes_endsAndSetsAsideOnlyWhatFailedAlone(
            @ForAll Direction direction,
            @ForAll @IntRange(min = 1, max = 40) int documents,
            @ForAll @IntRange(min = 1, max = 40) int batchSize,
            @ForAll @Size(min = 1, max = 60) List<@From("outcomes") BatchOutcome> outcomes) {
        List<Integer> left = IntStream.range(0, documents).boxed().collect(Collectors.toCollection(ArrayList::new));
        Set<Integer> settled = new TreeSet<>();
        BatchRecovery<Integer> recovery = BatchRecovery.first(direction);
        int bound = 2 * documents * (BatchRecovery.MOST_ATTEMPTS + BatchRecovery.MOST_CROSSINGS + 3);
        int attempts = 0;
        while (!left.isEmpty()) {
            assertThat(attempts).isLessThan(bound);
            List<Integer> batch =
                    recovery.batch().orElse(List.copyOf(left.subList(0, Math.min(batchSize, left.size()))));
            assertThat(left).containsAll(batch);
            boolean lockedRows = recovery.lockRows();
            boolean extendedTime = recovery.extendedTime();
            BatchOutcome outcome = outcomes.get(attempts++ % outcomes.size());
            BatchRecovery.Step<Integer> step = recovery.after(batch, outcome);
            recovery = step.next();
            if (step.decision() instanceof Proceed) {
                left.removeAll(batch);
                settled.addAll(batch);
            } else if (step.decision() instanceof Quarantine quarantine) {
                assertThat(batch).hasSize(1);
                assertThat(lockedRows).isTrue();
                assertThat(extendedTime || !(outcome instanceof Failed failed && failed.timedOut()))
                        .isTrue();
                left.removeAll(batch);
                settled.addAll(batch);
                if (quarantine.then().isPresent()) {
                    return;
                }
            } else if (step.decision() instanceof Hold
                    || step.decision() instanceof Stop
                    || step.decision() instanceof Reconnect) {
                return;
            }
        }
        assertThat(settled).hasSize(documents);
        assertThat(recovery.batch()).isEmpty();
    }

    @Provide
    Arbitrary<BatchOutcome> outcomes() {
        return Arbitraries.of(
                        "ok", "ok", "invalid", "crossed", "crossed", "slow", "slow", "40001", "23505", "23503", "08006",
                        "53100", "42501", "XX000")
                .map(BatchRecoveryTest::outcome);
    }

    @Property
    void halving_setsAsideExactlyTheDocumentsThatAreRefused(
            @ForAll @IntRange(min = 1, max = 100) int documents,
            @ForAll @IntRange(min = 1, max = 100) int batchSize,
            @ForAll Set<@IntRange(min = 0, max = 99) Integer> drawn) {
        Set<Integer> refused = new TreeSet<>(drawn);
        refused.removeIf(document -> document >= documents);
        List<Integer> left = IntStream.range(0, documents).boxed().collect(Collectors.toCollection(ArrayList::new));
        List<Integer> setAside = new ArrayList<>();
        BatchRecovery<Integer> recovery = BatchRecovery.first(Direction.BACK);
        while (!left.isEmpty()) {
            List<Integer> batch =
                    recovery.batch().orElse(List.copyOf(left.subList(0, Math.min(batchSize, left.size()))));
            boolean fails = batch.stream().anyMatch(refused::contains);
            BatchRecovery.Step<Integer> step = recovery.after(batch, fails ? outcome("23514") : new Committed());
            recovery = step.next();
            if (step.decision() instanceof Quarantine) {
                setAside.addAll(batch);
                left.removeAll(batch);
            } else if (step.decision() instanceof Proceed) {
                left.removeAll(batch);
            }
        }
        assertThat(setAside).containsExactlyElementsOf(refused);
    }
}
