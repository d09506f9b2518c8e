// SPDX-License-Identifier: Apache-2.0
package io.truename.local.console;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Test data of the screenshots: a cloud at work, and a cloud in trouble. */
final class Screens {
    static final int LINES = 14;

    private Screens() {}

    /** Sends {@link #LINES} lines of log. */
    static void talk(ConsoleStubServer cloud) {
        for (int i = 0; i < LINES / 7; i++) {
            cloud.log("INFO", "story", "stored 4,096 documents");
            cloud.log("INFO", "generate", "answered");
            cloud.log("DEBUG", "pubsub", "delivered document-events-uploaded/8213");
            cloud.log(
                    "WARNING",
                    "pubsub",
                    "delivered again: the ack of document-events-uploaded/8190 was lost on purpose");
            cloud.log("INFO", "scheduler", "published to self-checks");
            cloud.log("INFO", "generate", "self-check passed: 24 published vectors");
            cloud.log("ERROR", "pubsub", "gave up on dead-letters-kept/17 after 10 deliveries");
        }
    }

    static ObjectNode troubled(ObjectNode status) {
        ((ObjectNode) status.at("/parts/2"))
                .put("up", false)
                .put("detail", "generate does not answer: see its last log lines");
        ((ObjectNode) status.at("/functions/0"))
                .put("state", "FAILED")
                .put("failures", 37)
                .put("detail", "exited with 1");
        ((ObjectNode) status.at("/story"))
                .put("state", "FAILED")
                .put("failure", "generate answered 503 three times in a row; restart it and play the story again.");
        ((ObjectNode) status.at("/story/steps/1")).put("state", "FAILED");
        return status;
    }
}
