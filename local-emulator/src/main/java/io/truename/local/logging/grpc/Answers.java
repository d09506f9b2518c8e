// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.truename.local.logging.query.FilterException;
import java.util.function.Supplier;

/** Answers to calls: a response, or the status of an error. */
final class Answers {
    private static final System.Logger LOG = System.getLogger(Answers.class.getName());

    private Answers() {}

    static <T> void send(StreamObserver<T> observer, Supplier<T> call) {
        T response;
        try {
            response = call.get();
        } catch (RuntimeException failure) {
            observer.onError(error(failure));
            return;
        }
        observer.onNext(response);
        observer.onCompleted();
    }

    static StatusRuntimeException error(RuntimeException failure) {
        if (failure instanceof CallException refused) {
            return refused.status().asRuntimeException();
        } else if (failure instanceof FilterException unusable) {
            return CallException.invalid(unusable.getMessage()).status().asRuntimeException();
        } else if (failure instanceof StatusRuntimeException status) {
            return status;
        }
        LOG.log(System.Logger.Level.ERROR, "A Cloud Logging call failed", failure);
        return Status.INTERNAL
                .withDescription("The local cloud has a bug: " + failure + ". See its log.")
                .asRuntimeException();
    }
}
