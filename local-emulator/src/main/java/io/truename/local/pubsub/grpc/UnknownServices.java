// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.grpc;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Fallback for all other gRPC services (schemas, IAM): responds with a sentence that says they are not supported. */
final class UnknownServices extends HandlerRegistry {
    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String method, @Nullable String authority) {
        MethodDescriptor<byte[], byte[]> descriptor = MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNKNOWN)
                .setFullMethodName(method)
                .setRequestMarshaller(new Ignored())
                .setResponseMarshaller(new Ignored())
                .build();
        return ServerMethodDefinition.create(descriptor, (call, headers) -> {
            call.close(
                    Status.UNIMPLEMENTED.withDescription(method + " is not part of the local cloud's Pub/Sub."),
                    new Metadata());
            return new ServerCall.Listener<>() {};
        });
    }

    private static final class Ignored implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            return new byte[0];
        }
    }
}
