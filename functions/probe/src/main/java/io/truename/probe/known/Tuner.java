// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.known;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** Calls {@link Tuning} from time to time, by the request that is due; between requests an instance has no processor. Thread-safe. */
final class Tuner {
    private static final long PAUSE = Duration.ofSeconds(10).toNanos();
    private static final long LEAST_ANSWERS = 1_000;

    private final long limit;
    private final Duration change;
    private final LongAdder confirmed = new LongAdder();
    private final LongAdder refuted = new LongAdder();
    private final LongAdder unchangedNanos = new LongAdder();
    private volatile Tuning tuning;
    private volatile long tunedAt;
    private volatile long tunedAnswers;
    private long tunedEvicted;

    /**
     * Begins with a choice.
     *
     * @param limit most entries that the heap has room for
     */
    Tuner(Tuning first, long limit, Duration change, long now) {
        this.tuning = first;
        this.limit = limit;
        this.change = change;
        this.tunedAt = now;
    }

    Tuning tuning() {
        return tuning;
    }

    /** An answer "stored" was read again for its age, in nanoseconds. */
    void readAgain(boolean right, long age) {
        if (right) {
            confirmed.increment();
            unchangedNanos.add(age);
        } else {
            refuted.increment();
        }
    }

    boolean isDue(long answers, long now) {
        return answers - tunedAnswers >= LEAST_ANSWERS && now - tunedAt >= PAUSE;
    }

    /** The next choice. */
    synchronized Tuning tune(long answers, long evicted, long entries, long now) {
        if (isDue(answers, now)) {
            tuning = tuning.after(
                    new Tuning.Window(
                            answers - tunedAnswers,
                            evicted - tunedEvicted,
                            entries,
                            confirmed.sumThenReset(),
                            refuted.sumThenReset(),
                            Duration.ofNanos(unchangedNanos.sumThenReset())),
                    limit,
                    change);
            tunedAnswers = answers;
            tunedEvicted = evicted;
            tunedAt = now;
        }
        return tuning;
    }
}
