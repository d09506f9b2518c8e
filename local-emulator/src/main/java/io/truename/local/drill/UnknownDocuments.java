// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import io.truename.local.story.FunctionClient;
import java.util.List;
import java.util.UUID;

/** Clients who ask for documents that nobody asked for before, so that only the database knows the answers. */
final class UnknownDocuments implements Cause {
    private static final int DOCUMENTS = 400;

    private final FunctionClient probe;
    private int asked = 10;

    UnknownDocuments(FunctionClient probe) {
        this.probe = probe;
    }

    @Override
    public String name() {
        return "look-ups of documents that no one asked for before";
    }

    @Override
    public List<String> opens() {
        return List.of("known-hit-rate-low");
    }

    @Override
    public void begin() throws InterruptedException {
        lookUp(0);
    }

    @Override
    public void end() {
        // Nobody asks for unknown documents any more; the calm asks for known ones.
    }

    /** Asks for some documents again and again: memory answers all but the first time. */
    void again(int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            lookUp(1);
        }
    }

    /** Asks for documents that nobody asked for before. */
    void others() throws InterruptedException {
        lookUp(asked++);
    }

    private void lookUp(int seed) throws InterruptedException {
        StringBuilder items = new StringBuilder("{\"items\":[");
        for (int i = 0; i < DOCUMENTS; i++) {
            String half = new UUID(seed, i).toString().replace("-", "");
            items.append(i == 0 ? "" : ",")
                    .append("{\"user\":\"user-1\",\"contentHash\":\"")
                    .append(half)
                    .append(half)
                    .append("\"}");
        }
        probe.post("/known", items.append("]}").toString());
    }
}
