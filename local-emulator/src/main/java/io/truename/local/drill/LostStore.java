// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import io.truename.local.story.FunctionClient;
import java.util.List;

/** Revision of {@code probe} whose Redis does not answer: nothing listens at its address. */
final class LostStore implements Cause {
    private static final String DEPLOY = "/functions/probe/deploy";
    private static final int LOOK_UPS = 10;

    private final FunctionClient cloud;
    private final UnknownDocuments documents;

    LostStore(FunctionClient cloud, UnknownDocuments documents) {
        this.cloud = cloud;
        this.documents = documents;
    }

    @Override
    public String name() {
        return "nothing listens at the address of Redis";
    }

    @Override
    public List<String> opens() {
        return List.of("known-store-unavailable");
    }

    @Override
    public List<String> mayOpen() {
        return List.of("known-hit-rate-low", "cpu-high");
    }

    @Override
    public void begin() throws InterruptedException {
        cloud.post(DEPLOY, "{\"environment\":{\"TRUENAME_REDIS_URL\":\"redis://127.0.0.1:1\"}}");
        for (int i = 0; i < LOOK_UPS; i++) {
            documents.others();
        }
    }

    @Override
    public void end() throws InterruptedException {
        cloud.post(DEPLOY, "{\"environment\":{}}");
    }
}
