// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.grpc;

import com.google.protobuf.Any;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.truename.alerting.series.MonitoringException;
import io.truename.local.monitoring.write.WriteException;
import java.util.function.Supplier;

/** gRPC responses: maps results and errors to responses and status codes. */
final class Responses {
    private static final System.Logger LOG = System.getLogger(Responses.class.getName());
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private Responses() {}

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

    private static StatusRuntimeException status(RuntimeException failure) {
        if (failure instanceof MonitoringException refused) {
            Status status = status(refused.reason()).withDescription(refused.getMessage());
            return refused instanceof WriteException write
                    ? status.asRuntimeException(details(status, write))
                    : status.asRuntimeException();
        }
        LOG.log(System.Logger.Level.ERROR, "A Monitoring call failed", failure);
        return Status.INTERNAL
                .withDescription("The local cloud has a bug: " + failure + ". See its log.")
                .asRuntimeException();
    }

    private static Metadata details(Status status, WriteException refused) {
        Metadata trailers = new Metadata();
        trailers.put(
                DETAILS,
                com.google.rpc.Status.newBuilder()
                        .setCode(status.getCode().value())
                        .setMessage(String.valueOf(status.getDescription()))
                        .addDetails(Any.pack(refused.summary()))
                        .build()
                        .toByteArray());
        return trailers;
    }

    private static Status status(MonitoringException.Reason reason) {
        return switch (reason) {
            case INVALID_ARGUMENT -> Status.INVALID_ARGUMENT;
            case NOT_FOUND -> Status.NOT_FOUND;
            case PERMISSION_DENIED -> Status.PERMISSION_DENIED;
            case RESOURCE_EXHAUSTED -> Status.RESOURCE_EXHAUSTED;
            case UNIMPLEMENTED -> Status.UNIMPLEMENTED;
        };
    }
}
