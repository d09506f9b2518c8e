// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.rekeying.plan.BackupProof;
import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunSettings;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.Samples;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import io.truename.testkit.fault.ArmedFault;
import io.truename.testkit.fault.Fault;
import io.truename.testkit.fault.StepPoint;
import io.truename.testkit.fault.TcpProxy;
import io.truename.testkit.schema.KeyedVariant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Connections that are cut at each step of a batch, before the statement, before its answer, and after it; forward, and with the same fault
 * on the way back. A build takes a sample, and {@code -Dtruename.samples=all} takes every case.
 */
class BackfillFaultsIT {
    private static final KeyedVariant VARIANT = KeyedVariant.PAGES_AND_SECTIONS;
    private static final Map<String, Fault> FAULTS = Map.of(
            "before", Fault.cutBefore(), "before the answer", Fault.cutBeforeTheAnswer(), "after", Fault.cutAfter());

    static Stream<Arguments> faults() {
        List<StepPoint> steps = List.of(StepPoint.FENCE, StepPoint.MOVE, StepPoint.RECORD, StepPoint.COMMIT);
        List<String> moments = FAULTS.keySet().stream().sorted().toList();
        return steps.stream()
                .flatMap(step -> moments.stream()
                        .filter(moment -> Samples.take(steps.indexOf(step) + moments.indexOf(moment), 2))
                        .map(moment -> Arguments.of(step, moment)));
    }

    @ParameterizedTest(name = "cut {1} {0}")
    @MethodSource("faults")
    void rows_areWrittenOnce_andComeBackToTheByte(StepPoint step, String moment) {
        TestDatabase corpus = Migration.database(Version.NEWEST);
        VARIANT.create(corpus, 60);
        Map<String, String> before = VARIANT.contents(corpus);
        try (Migration migration = Migration.of(VARIANT, corpus);
                TcpProxy proxy = TcpProxy.before(corpus.server().port());
                Database cut = Database.of(DatabaseUrl.parse(corpus.url(proxy.port())), "cut", 4)) {
            RunWorker worker = new RunWorker(
                    cut,
                    UUID.randomUUID(),
                    () -> new BackupProof.NotProven("There is none."),
                    WorkListener.NONE,
                    Clock.systemUTC());
            UUID run = migration.started(smallBatches());

            ArmedFault forward = proxy.at(step, 3, FAULTS.get(moment));
            RunView finished = drive(migration, worker, run, RunState.FINISHED);

            assertThat(forward.struck()).isTrue();
            assertThat(corpus.value(VARIANT.untrue())).isEqualTo("0");
            assertThat(finished.documents().done()).isEqualTo(60);
            assertThat(finished.chunks().done()).isEqualTo(finished.chunks().planned());

            migration.command(run, RunCommand.ROLL_BACK);
            ArmedFault back = proxy.at(step, 3, FAULTS.get(moment));
            RunView rolledBack = drive(migration, worker, run, RunState.ROLLED_BACK);

            assertThat(back.struck()).isTrue();
            assertThat(VARIANT.contents(corpus)).isEqualTo(before);
            assertThat(rolledBack.documents().done() + rolledBack.chunks().done())
                    .isZero();
        }
    }

    private static RunView drive(Migration migration, RunWorker worker, UUID run, RunState until) {
        Migration.await(() -> migration.view(run).toString(), () -> {
            worker.work(run, 0, Instant.now().plusSeconds(40));
            return migration.view(run).state() == until;
        });
        return migration.view(run);
    }

    /** Batches of twenty rows. */
    private static RunSettings smallBatches() {
        RunSettings usual = Migration.SETTINGS;
        return new RunSettings(
                usual.strategy(),
                usual.onCollision(),
                false,
                true,
                true,
                1,
                Duration.ofMillis(50),
                400,
                usual.window(),
                usual.quarantineLimit(),
                usual.onFailure(),
                usual.recentDays(),
                false);
    }
}
