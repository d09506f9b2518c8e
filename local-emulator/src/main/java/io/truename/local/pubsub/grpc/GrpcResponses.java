// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.truename.local.pubsub.broker.PubSubException;
import java.util.function.Supplier;

/** gRPC responses: maps results and errors to responses and status codes. */
final class GrpcResponses {
    private static final System.Logger LOG = System.getLogger(GrpcResponses.class.getName());

    private GrpcResponses() {}

    /** Sends the result of {@code call}, or the status of its error. */
    static <T> void answer(StreamObserver<T> observer, Supplier<T> call) {
        T response;
        try {
            response = call.get();
        } catch (RuntimeException failure) {
            observer.onError(status(failure));
            return;
        }
        observer.onNext(response);
        observer.onCompleted();
    }

    static StatusRuntimeException status(RuntimeException failure) {
        if (failure instanceof PubSubException refused) {
            return status(refused.reason())
                    .withDescription(refused.getMessage())
                    .asRuntimeException();
        }
        if (failure instanceof StatusRuntimeException callEnded) {
            return callEnded;
        }
        LOG.log(System.Logger.Level.ERROR, "A Pub/Sub call failed", failure);
        return Status.INTERNAL
                .withDescription("The local cloud has a bug: " + failure + ". See its log.")
                .asRuntimeException();
    }

    /** Sends UNIMPLEMENTED, for RPCs that the local cloud does not support. */
    static <T> void unimplemented(StreamObserver<T> observer, String what) {
        observer.onError(status(
                new PubSubException(PubSubException.Reason.UNIMPLEMENTED, what + " are not part of the local cloud.")));
    }

    private static Status status(PubSubException.Reason reason) {
        return switch (reason) {
            case INVALID_ARGUMENT -> Status.INVALID_ARGUMENT;
            case NOT_FOUND -> Status.NOT_FOUND;
            case ALREADY_EXISTS -> Status.ALREADY_EXISTS;
            case FAILED_PRECONDITION -> Status.FAILED_PRECONDITION;
            case RESOURCE_EXHAUSTED -> Status.RESOURCE_EXHAUSTED;
            case UNAVAILABLE -> Status.UNAVAILABLE;
            case UNIMPLEMENTED -> Status.UNIMPLEMENTED;
        };
    }
}
