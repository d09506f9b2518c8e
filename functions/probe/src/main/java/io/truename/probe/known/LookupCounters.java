// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.known;

import io.truename.redis.SharedState;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** Counters of the look-ups of this instance since it started. Thread-safe. */
final class LookupCounters {
    private final LongAdder memory = new LongAdder();
    private final LongAdder store = new LongAdder();
    private final LongAdder database = new LongAdder();
    private final LongAdder absent = new LongAdder();
    private final LongAdder unanswered = new LongAdder();
    private final LongAdder announced = new LongAdder();
    private final LongAdder corrupt = new LongAdder();
    private final LongAdder stale = new LongAdder();
    private final LongAdder versionReads = new LongAdder();
    private final LongAdder databaseReads = new LongAdder();
    private final LongAdder databaseNanos = new LongAdder();
    private final LongAdder warmed = new LongAdder();
    private final LongAdder epochs = new LongAdder();

    void answered(int fromMemory, int fromStore, int fromDatabase, int notStored) {
        memory.add(fromMemory);
        store.add(fromStore);
        database.add(fromDatabase);
        absent.add(notStored);
    }

    void unanswered() {
        unanswered.increment();
    }

    void announced(int documents) {
        announced.add(documents);
    }

    void epochBegun() {
        epochs.increment();
    }

    long answers() {
        return memory.sum() + store.sum() + database.sum();
    }

    void corrupt() {
        corrupt.increment();
    }

    void stale() {
        stale.increment();
    }

    void versionRead() {
        versionReads.increment();
    }

    void databaseRead(long nanos) {
        databaseReads.increment();
        databaseNanos.add(nanos);
    }

    void warmed(int documents) {
        warmed.add(documents);
    }

    LookupFigures figures(
            FirstTier tier, Flights flights, SharedState state, Duration change, Tuning tuning, long limit) {
        long reads = databaseReads.sum();
        return new LookupFigures(
                memory.sum(),
                store.sum(),
                database.sum(),
                absent.sum(),
                unanswered.sum(),
                flights.joined(),
                announced.sum(),
                epochs.sum(),
                versionReads.sum(),
                reads,
                reads == 0 ? 0 : databaseNanos.sum() / 1e9 / reads,
                warmed.sum(),
                tier.size(),
                tuning.most(),
                limit,
                tier.evicted(),
                corrupt.sum(),
                stale.sum(),
                state,
                change,
                tuning.removal(),
                tuning.sizeReason(),
                tuning.removalReason());
    }
}
