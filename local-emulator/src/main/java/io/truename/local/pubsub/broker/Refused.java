// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

/** A call that Pub/Sub does not carry out; the message is one sentence for whoever made it. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why, in the cloud's own classes of errors. */
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

    public Refused(Reason reason, String message) {
        super(message);
        this.reason = reason;
        this.sentence = message;
    }

    static Refused invalid(String message) {
        return new Refused(Reason.INVALID_ARGUMENT, message);
    }

    @Override
    public String getMessage() {
        return sentence;
    }

    public Reason reason() {
        return reason;
    }
}
