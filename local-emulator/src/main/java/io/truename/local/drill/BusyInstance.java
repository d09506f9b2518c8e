// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** More work than an instance of {@code generate} has processors for. */
final class BusyInstance implements Cause {
    private static final int AT_ONCE = 16;

    /** An alert compares one of twenty samples of five minutes, of which there is one in half a second. */
    private static final int SAMPLES = 8;

    private static final int FRACTION = 10;
    private static final Duration SAMPLE = Duration.ofMillis(600);

    /** The alert's threshold is 0.8. */
    private static final double BUSY = 0.85;

    private final Generate generate;

    BusyInstance(Generate generate) {
        this.generate = generate;
    }

    @Override
    public String name() {
        return "batches of 1,000 ids, all at once";
    }

    @Override
    public List<String> opens() {
        return List.of(Generate.BUSY);
    }

    /** Requests wait for each other. */
    @Override
    public List<String> mayOpen() {
        return Stream.concat(Stream.of("memory-high"), Generate.SLOW.stream()).toList();
    }

    @Override
    public void begin() throws InterruptedException {
        Looks looks = new Looks();
        Patience.await(
                Duration.ZERO,
                "generate got less than a processor: other programs on this machine want it too",
                () -> looks.show(busy()));
    }

    /** Keeps the instance at work until there is another sample, and returns whether that is above the threshold. */
    private boolean busy() throws InterruptedException {
        long until = System.nanoTime() + SAMPLE.toNanos();
        while (System.nanoTime() < until) {
            generate.askForMany(AT_ONCE);
        }
        return generate.processor() > BUSY;
    }

    /** Samples so far. Other programs take the processor now and then. */
    private static final class Looks {
        private int all;
        private int busy;

        /** Returns whether enough of them are above the threshold. */
        boolean show(boolean above) {
            all++;
            busy += above ? 1 : 0;
            return busy >= SAMPLES && busy * FRACTION >= all;
        }
    }

    @Override
    public void end() {
        // The batches are answered.
    }
}
