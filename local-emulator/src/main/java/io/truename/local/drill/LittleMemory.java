// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import java.util.List;

/** Revision of {@code generate} with hardly more memory than it uses. */
final class LittleMemory implements Cause {
    private final Generate generate;

    LittleMemory(Generate generate) {
        this.generate = generate;
    }

    @Override
    public String name() {
        return "a revision of generate with hardly more memory than it uses";
    }

    @Override
    public List<String> opens() {
        return List.of("memory-high");
    }

    /** An instance that needs more is ended with its requests. */
    @Override
    public List<String> mayOpen() {
        return Generate.STARTING;
    }

    @Override
    public void begin() throws InterruptedException {
        generate.deployTight();
    }

    @Override
    public void end() throws InterruptedException {
        generate.deploy();
    }
}
