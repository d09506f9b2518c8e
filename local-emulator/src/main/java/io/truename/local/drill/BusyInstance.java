// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * More work than an instance of {@code generate} has processors for. The gateway works as hard as a warm instance, and on a busy
 * machine takes the processor from it; instances that have just started need more for the same work.
 */
final class BusyInstance implements Cause {
    private static final int AT_ONCE = 16;

    /** An alert compares one of twenty samples of five minutes, of which there is one in half a second. */
    private static final int SAMPLES = 4;

    private static final int MOST_STARTS = 20;
    private static final Duration SAMPLE = Duration.ofMillis(600);

    /** The alert's threshold is 0.8. */
    private static final double BUSY = 0.85;

    private final Generate generate;

    BusyInstance(Generate generate) {
        this.generate = generate;
    }

    @Override
    public String name() {
        return "batches of 1,000 ids, all at once, for instances that have just started";
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
        int busy = 0;
        for (int start = 0; start < MOST_STARTS && busy < SAMPLES; start++) {
            generate.deploy();
            generate.askForMany(1);
            busy += isBusy() ? 1 : 0;
        }
    }

    /** Keeps the instance at work until there is another sample, and returns whether that is above the threshold. */
    private boolean isBusy() throws InterruptedException {
        long until = System.nanoTime() + SAMPLE.toNanos();
        while (System.nanoTime() < until) {
            generate.askForMany(AT_ONCE);
        }
        return generate.processor() > BUSY;
    }

    @Override
    public void end() {
        // The batches are answered.
    }
}
