// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.series;

/** Error of a Monitoring call. The message is for the caller. */
public class MonitoringException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Error code, as in gRPC and the cloud. */
    public enum Reason {
        INVALID_ARGUMENT,
        NOT_FOUND,
        PERMISSION_DENIED,
        RESOURCE_EXHAUSTED,
        UNIMPLEMENTED
    }

    private final Reason reason;
    private final String sentence;

    public MonitoringException(Reason reason, String message) {
        super(message);
        this.reason = reason;
        this.sentence = message;
    }

    /** Creates the error of a request that can never succeed. */
    public static MonitoringException invalid(String message) {
        return new MonitoringException(Reason.INVALID_ARGUMENT, message);
    }

    @Override
    public String getMessage() {
        return sentence;
    }

    public final Reason reason() {
        return reason;
    }
}
