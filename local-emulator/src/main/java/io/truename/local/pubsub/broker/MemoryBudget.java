// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

/** Memory budget shared by all backlogs, in bytes. */
final class MemoryBudget {
    private final long most;
    private long used;

    MemoryBudget(long most) {
        this.most = most;
    }

    boolean hasRoom(long bytes) {
        return used + bytes <= most;
    }

    void take(long bytes) {
        used += bytes;
    }

    void giveBack(long bytes) {
        used -= bytes;
    }

    PubSubException exhausted() {
        return new PubSubException(
                PubSubException.Reason.RESOURCE_EXHAUSTED,
                "The backlogs hold " + used + " of the " + most
                        + " bytes the local cloud keeps in memory: acknowledge or "
                        + "seek past messages, delete an unused subscription, or start it with more memory.");
    }
}
