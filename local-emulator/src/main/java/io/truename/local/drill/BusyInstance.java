// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** More work than an instance of {@code generate} has processors for. */
final class BusyInstance implements Cause {
    private static final int AT_ONCE = 16;

    /** An alert compares one of twenty samples of five minutes, of which there is one in half a second. */
    private static final Duration TIME = Duration.ofSeconds(4);

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
    public void begin() {
        long until = System.nanoTime() + TIME.toNanos();
        while (System.nanoTime() < until) {
            generate.askForMany(AT_ONCE);
        }
    }

    @Override
    public void end() {
        // The batches are answered.
    }
}
