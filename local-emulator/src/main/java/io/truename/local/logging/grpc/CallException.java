// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.grpc;

import io.grpc.Status;

/** Error of a call: a status code and a sentence for the caller. */
final class CallException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Status.Code code;
    private final String sentence;

    CallException(Status.Code code, String message) {
        super(message);
        this.code = code;
        this.sentence = message;
    }

    static CallException invalid(String message) {
        return new CallException(Status.Code.INVALID_ARGUMENT, message);
    }

    @Override
    public String getMessage() {
        return sentence;
    }

    Status status() {
        return code.toStatus().withDescription(sentence);
    }

    com.google.rpc.Status toProto() {
        return com.google.rpc.Status.newBuilder()
                .setCode(code.value())
                .setMessage(sentence)
                .build();
    }
}
