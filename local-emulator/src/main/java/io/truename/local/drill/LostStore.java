// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import io.truename.local.story.FunctionClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Revision of {@code probe} whose Redis does not answer: nothing listens at its address. */
final class LostStore implements Cause {
    private static final String DEPLOY = "/functions/probe/deploy";
    private static final int LOOK_UPS = 10;

    private final FunctionClient cloud;
    private final UnknownDocuments documents;
    private final DrillClock clock;

    LostStore(FunctionClient cloud, UnknownDocuments documents, DrillClock clock) {
        this.clock = clock;
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
        return List.of("known-hit-rate-low", "id-lookup-slow", "cpu-high");
    }

    @Override
    public void begin() throws InterruptedException {
        cloud.post(DEPLOY, "{\"environment\":{\"TRUENAME_REDIS_URL\":\"redis://127.0.0.1:1\"}}");
        for (int i = 0; i < LOOK_UPS; i++) {
            documents.others();
        }
    }

    /** Lines of a function come a moment after its answers. */
    @Override
    public void awaitPoints(boolean ended) throws InterruptedException {
        if (!ended) {
            TimeUnit.SECONDS.sleep(1);
            clock.beSilent(Duration.ofMinutes(1));
        }
    }

    @Override
    public void end() throws InterruptedException {
        cloud.post(DEPLOY, "{\"environment\":{}}");
        // The new instance asks the database for each document once; that must leave the pattern before the calm.
        documents.again(1);
    }
}
