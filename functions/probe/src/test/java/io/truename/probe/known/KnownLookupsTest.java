// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.known;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.identity.DocumentName;
import io.truename.postgres.SqlException;
import io.truename.probe.known.KnownLookups.Answers;
import io.truename.probe.known.KnownLookups.Sizing;
import io.truename.redis.SharedValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Two instances with clocks of their own that share a store, on a corpus that changes under them. Long, because each way to be stale has
 * a case.
 */
class KnownLookupsTest {
    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final DocumentName ONE = name(1);
    private static final DocumentName TWO = name(2);

    /** Time that passes for everybody. */
    private final AtomicLong time = new AtomicLong();

    private final FakeDocuments documents = new FakeDocuments(() -> 1_764_000_000_000_000L + time.get() / 1_000);
    private final FakeStore store = new FakeStore();
    private final KnownLookups here = instance(Long.MAX_VALUE - 500_000_000L, store);
    private final KnownLookups there = instance(-7, store);

    private KnownLookups instance(long offset, SharedValues shared) {
        return new KnownLookups(
                documents, shared, "scope", BOUND, new Sizing(1_000, 4_000, 100), () -> time.get() + offset);
    }

    @Test
    void document_isReadOnce_andThenAnsweredFromMemory() {
        UUID id = store(ONE);
        assertThat(find(here, ONE)).isEqualTo(tiers(0, 0, 1)).isNotNull();
        assertThat(here.find(List.of(ONE, ONE)).ids()).containsEntry(ONE, Optional.of(id));
        assertThat(find(here, ONE)).isEqualTo(tiers(1, 0, 0));
        assertThat(documents.reads).hasValue(1);
        assertThat(documents.versions).hasValue(1);
    }

    @Test
    void document_thatAnotherInstanceRead_comesFromTheStore_andThenFromMemory() {
        store(ONE);
        find(here, ONE);
        find(here, TWO);
        assertThat(find(there, ONE)).isEqualTo(tiers(0, 1, 0));
        assertThat(find(there, TWO)).isEqualTo(tiers(0, 1, 0));
        assertThat(find(there, ONE)).isEqualTo(tiers(1, 0, 0));
        assertThat(documents.reads).hasValue(2);
    }

    @Test
    void absence_isBelievedForTheBoundOnly_whereverItWasKept() {
        find(here, ONE);
        assertThat(id(there, ONE)).isEmpty();
        UUID id = store(ONE);
        pass(BOUND.minusMillis(1));
        assertThat(id(here, ONE)).isEmpty();
        assertThat(id(there, ONE)).isEmpty();
        pass(Duration.ofMillis(1).plusNanos(1));
        assertThat(id(here, ONE)).contains(id);
        assertThat(id(there, ONE)).contains(id);
    }

    @Test
    void absence_fromTheStore_keepsTheAgeItHadThere() {
        find(here, ONE);
        pass(BOUND.minusMillis(1));
        assertThat(id(there, ONE)).isEmpty();
        UUID id = store(ONE);
        pass(Duration.ofMillis(2));
        // Its version is younger than the bound; what it found in the store is not.
        assertThat(id(there, ONE)).contains(id);
    }

    @Test
    void batch_isInEveryAnswerAfterTheBound_andTheOldIdNeverComesBack() {
        store(ONE);
        store(TWO);
        find(here, ONE, TWO);
        find(there, ONE, TWO);
        for (int batch = 0; batch < 20; batch++) {
            documents.migrate();
            pass(BOUND.plusNanos(1));
            for (KnownLookups instance : List.of(here, there)) {
                assertThat(id(instance, ONE)).contains(documents.stored.get(ONE));
                assertThat(id(instance, TWO)).contains(documents.stored.get(TWO));
            }
        }
        assertThat(there.figures().stale()).isZero();
        assertThat(here.figures().stale()).isPositive();
    }

    @Test
    void batch_duringAReading_doesNotLeaveTheOldIdBehind() {
        store(ONE);
        documents.whileReading = () -> {
            documents.whileReading = () -> {};
            documents.migrate();
        };
        find(here, ONE);
        pass(BOUND.plusNanos(1));
        assertThat(id(here, ONE)).contains(documents.stored.get(ONE));
        assertThat(id(there, ONE)).contains(documents.stored.get(ONE));
    }

    @Test
    void removal_announced_isNoticedByOthersAfterTheBound() {
        store(ONE);
        find(here, ONE);
        find(there, ONE);
        documents.stored.remove(ONE);
        here.changed();
        here.stored(List.of(ONE));
        assertThat(id(here, ONE)).isEmpty();
        pass(BOUND.plusNanos(1));
        assertThat(id(there, ONE)).isEmpty();
    }

    @Test
    void removal_nobodyAnnounced_isNoticedAfterTheUsualTime() {
        store(ONE);
        find(here, ONE);
        find(there, ONE);
        documents.stored.remove(ONE);
        pass(Bounds.USUAL_REMOVAL.plusNanos(1));
        assertThat(id(here, ONE)).isEmpty();
        assertThat(id(there, ONE)).isEmpty();
    }

    // A long belief in a calm corpus must not hide what has a bound of its own.
    @Test
    void calmCorpus_isBelievedForLonger_andChangesKeepTheirBound() {
        KnownLookups alone = instance(3, SharedValues.NONE);
        DocumentName[] names =
                IntStream.range(10, 910).mapToObj(KnownLookupsTest::name).toArray(DocumentName[]::new);
        List.of(names).forEach(this::store);
        for (int i = 0; i < 130; i++) {
            find(alone, names);
            find(alone, names);
            pass(alone.figures().removal().plusNanos(1));
        }
        assertThat(alone.figures().removal()).isEqualTo(Bounds.LONGEST_REMOVAL);
        find(alone, names);
        pass(Bounds.LONGEST_REMOVAL.dividedBy(2));
        assertThat(find(alone, names)).isEqualTo(tiers(900, 0, 0));

        find(alone, ONE);
        store(ONE);
        documents.migrate();
        pass(BOUND.plusNanos(1));
        assertThat(id(alone, ONE)).contains(documents.stored.get(ONE));
        assertThat(id(alone, names[0])).contains(documents.stored.get(names[0]));

        find(alone, names);
        documents.stored.remove(names[0]);
        pass(Bounds.LONGEST_REMOVAL.plusNanos(1));
        find(alone, names);
        assertThat(id(alone, names[0])).isEmpty();
        pass(Duration.ofSeconds(10));
        find(alone, names);
        find(alone, names);
        assertThat(alone.figures().removal()).isLessThanOrEqualTo(Bounds.USUAL_REMOVAL);
    }

    @Test
    void upload_announced_isKnownAtOnce_hereAndInTheStore() {
        find(here, ONE);
        find(there, TWO);
        UUID id = store(ONE);
        here.stored(List.of(ONE));
        assertThat(id(here, ONE)).contains(id);
        assertThat(id(there, ONE)).contains(id);
    }

    @Test
    void value_corrupt_isIgnored() {
        UUID id = store(ONE);
        find(here, ONE);
        UUID other = store(TWO);
        find(here, TWO);
        String keyOfOne = new SharedAnswers("scope").key(ONE);
        String keyOfTwo = new SharedAnswers("scope").key(TWO);
        String valueOfOne = store.values.get(keyOfOne);
        for (String corrupt : List.of(
                "",
                "x",
                "{}",
                " ",
                "\u0000",
                valueOfOne.substring(1),
                valueOfOne.replace(id.toString(), other.toString()),
                store.values.get(keyOfTwo))) {
            store.values.put(keyOfOne, corrupt);
            KnownLookups fresh = instance(3, store);
            assertThat(id(fresh, ONE)).contains(id);
            assertThat(fresh.figures().corrupt()).isEqualTo(1);
        }
    }

    @Test
    void store_down_isCountedForWhatItWasToAnswer_untilItIsBack() {
        UUID id = store(ONE);
        store(TWO);
        find(here, ONE);
        store.down = true;
        assertThat(there.find(List.of(ONE, TWO)).storeDown()).isEqualTo(2);
        assertThat(id(there, ONE)).contains(id);
        assertThat(there.find(List.of(ONE)).storeDown()).as("from memory").isZero();
        store.down = false;
        assertThat(there.find(List.of(name(3))).storeDown()).isZero();
        assertThat(instance(0, SharedValues.NONE).find(List.of(ONE)).storeDown())
                .as("no store is set up")
                .isZero();
    }

    @Test
    void database_down_whatIsKnownToBeStoredIsSaid_andNothingIsAbsent() {
        UUID id = store(ONE);
        find(here, ONE, TWO);
        pass(BOUND.plusNanos(1));
        documents.down = true;
        Answers answers = here.find(List.of(ONE));
        assertThat(answers.ids()).containsEntry(ONE, Optional.of(id));
        assertThat(answers.asOf()).isPresent();
        assertThatThrownBy(() -> here.find(List.of(TWO))).isInstanceOf(SqlException.class);
        assertThatThrownBy(() -> here.find(List.of(ONE, TWO))).isInstanceOf(SqlException.class);
        assertThatThrownBy(() -> there.find(List.of(ONE))).isInstanceOf(SqlException.class);
        pass(Bounds.USUAL_REMOVAL);
        assertThatThrownBy(() -> here.find(List.of(ONE))).isInstanceOf(SqlException.class);
        documents.down = false;
        pass(Duration.ofSeconds(1));
        assertThat(here.find(List.of(ONE)).asOf()).isEmpty();
        assertThat(id(here, TWO)).isEmpty();
    }

    @Test
    void database_down_requestsShareTheFailure() {
        documents.down = true;
        for (int request = 0; request < 10; request++) {
            assertThatThrownBy(() -> here.find(List.of(ONE))).isInstanceOf(SqlException.class);
        }
        assertThat(here.figures().versionReads()).isEqualTo(1);
    }

    @Test
    void stampede_asksOnce() throws Exception {
        int threads = 32;
        store(ONE);
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        documents.whileReading = () -> {
            reading.countDown();
            await(goOn);
        };
        KnownLookups alone = instance(0, SharedValues.NONE);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Optional<UUID>>> answers = new ArrayList<>();
            answers.add(pool.submit(() -> id(alone, ONE)));
            await(reading);
            IntStream.range(1, threads).forEach(n -> answers.add(pool.submit(() -> id(alone, ONE))));
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (alone.figures().joined() < threads - 1 && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            goOn.countDown();
            for (Future<Optional<UUID>> answer : answers) {
                assertThat(answer.get(30, TimeUnit.SECONDS)).contains(documents.stored.get(ONE));
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(documents.reads).hasValue(1);
        assertThat(documents.versions).hasValue(1);
        assertThat(alone.figures().joined()).isEqualTo(threads - 1);
    }

    @Test
    void stampede_whoseReadingFails_failsForAll_andTheNextAsksAgain() {
        store(ONE);
        documents.whileReading = () -> {
            throw new SqlException("57014", "too long", new IllegalStateException());
        };
        assertThatThrownBy(() -> here.find(List.of(ONE))).isInstanceOf(SqlException.class);
        documents.whileReading = () -> {};
        assertThat(id(here, ONE)).isPresent();
    }

    @Test
    void warmUp_readsTheNewestOnce() {
        IntStream.range(10, 200).mapToObj(KnownLookupsTest::name).forEach(name -> {
            store(name);
            documents.newest.add(name);
        });
        assertThat(find(here, name(10), name(109))).isEqualTo(tiers(2, 0, 0));
        assertThat(find(here, name(110))).isEqualTo(tiers(0, 0, 1));
        assertThat(here.figures().warmed()).isEqualTo(100);
    }

    @Test
    void warming_readsTheNewestAgainForAllInstances_andSaysIfTheyDoNotHold() {
        IntStream.range(10, 200).mapToObj(KnownLookupsTest::name).forEach(name -> {
            store(name);
            documents.newest.add(name);
        });
        assertThat(here.warm(150)).isEqualTo(new KnownLookups.Warming(150, true, true));
        // The first request of an instance reads 100 by itself.
        assertThat(find(there, name(159))).isEqualTo(tiers(0, 1, 0));
        pass(Bounds.USUAL_REMOVAL.plusSeconds(1));
        assertThat(here.warm(150).documents()).isEqualTo(150);
        assertThat(find(there, name(159))).isEqualTo(tiers(0, 1, 0));

        documents.whileReading = () -> {
            documents.whileReading = () -> {};
            documents.migrate();
        };
        assertThat(here.warm(150).current()).isFalse();
        documents.newest.clear();
        pass(BOUND.plusNanos(1));
        assertThat(here.warm(50)).isEqualTo(new KnownLookups.Warming(0, true, true));
    }

    @Test
    void sizes_areChosenByWhatHappened() {
        long told = 0;
        for (int at = 0; at < 3_000; at++) {
            told += here.find(List.of(name(at))).evicted();
        }
        pass(Duration.ofSeconds(11));
        find(here, ONE);
        assertThat(here.figures().mostEntries()).isEqualTo(2_000);
        assertThat(told).isEqualTo(here.figures().evicted()).isPositive();
        assertThat(here.figures().sizeReason()).startsWith("Doubled: ").contains("pushed another one out");
        assertThat(here.figures().removalReason()).startsWith("Kept: ");
    }

    private UUID store(DocumentName name) {
        UUID id = UUID.randomUUID();
        documents.stored.put(name, id);
        return id;
    }

    private void pass(Duration duration) {
        time.addAndGet(duration.toNanos());
    }

    private static List<Integer> tiers(int memory, int shared, int database) {
        return List.of(memory, shared, database);
    }

    private static List<Integer> find(KnownLookups instance, DocumentName... names) {
        Answers answers = instance.find(List.of(names));
        return List.of(answers.memory(), answers.store(), answers.database());
    }

    private static Optional<UUID> id(KnownLookups instance, DocumentName name) {
        return instance.find(List.of(name)).ids().get(name);
    }

    private static DocumentName name(int number) {
        return new DocumentName("user-" + number % 7, String.format("%064x", number));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
