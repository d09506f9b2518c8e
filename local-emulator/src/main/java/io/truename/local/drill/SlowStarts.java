// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import java.util.List;

/** Requests that wait until an instance has started: its last one was killed. */
final class SlowStarts implements Cause {
    private static final int REQUESTS = 80;

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
        generate.kill();
        generate.ask(REQUESTS);
    }

    @Override
    public void end() {
        // The instance that was started serves.
    }
}
