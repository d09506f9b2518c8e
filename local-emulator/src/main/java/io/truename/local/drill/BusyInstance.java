// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import java.util.List;

/** More work than an instance of {@code generate} has processors for. */
final class BusyInstance implements Cause {
    private static final int REQUESTS = 600;

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
        return List.of("cpu-high");
    }

    @Override
    public void begin() {
        generate.askForMany(REQUESTS);
    }

    @Override
    public void end() {
        // The batches are answered.
    }
}
