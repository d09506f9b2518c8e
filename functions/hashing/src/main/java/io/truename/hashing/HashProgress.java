// SPDX-License-Identifier: Apache-2.0
package io.truename.hashing;

import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/** Counters of a run. Thread-safe. */
final class HashProgress {
    private static final double MEGABYTE = 1e6;

    private final long begun = System.nanoTime();
    private final LongAdder hashed = new LongAdder();
    private final LongAdder unchanged = new LongAdder();
    private final LongAdder other = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    void hashed() {
        hashed.increment();
    }

    void unchanged() {
        unchanged.increment();
    }

    /** A path that the pattern does not match. */
    void other() {
        other.increment();
    }

    void failed() {
        failed.increment();
    }

    void read(long more) {
        bytes.add(more);
    }

    long failures() {
        return failed.sum();
    }

    /** One line for people. */
    @Override
    public String toString() {
        double seconds = (System.nanoTime() - begun) / 1e9;
        return String.format(
                Locale.ROOT,
                "%,d hashed, %,d unchanged, %,d without an id, %,d unreadable; %,.1f MB, %,.1f MB/s",
                hashed.sum(),
                unchanged.sum(),
                other.sum(),
                failed.sum(),
                bytes.sum() / MEGABYTE,
                bytes.sum() / MEGABYTE / Math.max(seconds, 1e-3));
    }
}
