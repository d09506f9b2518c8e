// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.grpc;

import io.truename.local.pubsub.broker.PubSubException;
import java.util.List;

/** Validation of requests with ack ids by the cloud's limits: https://cloud.google.com/pubsub/quotas#resource_limits. */
final class AckIds {
    private static final int MOST_REQUEST_BYTES = 512 * 1024;

    private AckIds() {}

    /** Refuses a request without ack ids, or a request that is too large. */
    static void check(List<String> ackIds, int requestBytes) {
        if (ackIds.isEmpty()) {
            throw new PubSubException(PubSubException.Reason.INVALID_ARGUMENT, "ack_ids must have at least one id.");
        }
        checkSize(requestBytes);
    }

    static void checkSize(int requestBytes) {
        if (requestBytes > MOST_REQUEST_BYTES) {
            throw new PubSubException(
                    PubSubException.Reason.INVALID_ARGUMENT,
                    "A request with ack ids may have " + MOST_REQUEST_BYTES + " bytes; this one has " + requestBytes
                            + ": send the ids in several requests.");
        }
    }
}
