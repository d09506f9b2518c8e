// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

/** Error of a Pub/Sub call. The message is one sentence for the caller. */
public final class PubSubException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Error code, as in gRPC and the cloud. */
    public enum Reason {
        INVALID_ARGUMENT,
        NOT_FOUND,
        ALREADY_EXISTS,
        FAILED_PRECONDITION,
        RESOURCE_EXHAUSTED,
        UNAVAILABLE,
        UNIMPLEMENTED
    }

    private final Reason reason;
    private final String sentence;

    public PubSubException(Reason reason, String message) {
        super(message);
        this.reason = reason;
        this.sentence = message;
    }

    static PubSubException invalid(String message) {
        return new PubSubException(Reason.INVALID_ARGUMENT, message);
    }

    @Override
    public String getMessage() {
        return sentence;
    }

    public Reason reason() {
        return reason;
    }
}
