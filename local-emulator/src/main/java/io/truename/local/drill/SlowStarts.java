// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import java.util.List;

/** Requests that wait until an instance has started: its last one was killed. */
final class SlowStarts implements Cause {
    private static final int REQUESTS = 80;

    /** Requests of a schedule may have waited for one of them instead. */
    private static final int STARTS = 3;

    private final Generate generate;

    SlowStarts(Generate generate) {
        this.generate = generate;
    }

    @Override
    public String name() {
        return "requests to generate wait for cold starts";
    }

    @Override
    public List<String> opens() {
        return Generate.SLOW;
    }

    @Override
    public void begin() throws InterruptedException {
        for (int i = 0; i < STARTS; i++) {
            generate.kill();
            generate.ask(REQUESTS);
        }
    }

    @Override
    public void end() {
        // The instance that was started serves.
    }
}
