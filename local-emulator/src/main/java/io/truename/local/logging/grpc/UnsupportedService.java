// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.grpc;

import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;

/** gRPC service whose calls all end with UNIMPLEMENTED and a sentence. */
public final class UnsupportedService implements BindableService {
    private final ServiceDescriptor descriptor;
    private final String remedy;

    /**
     * Makes the service.
     *
     * @param remedy a sentence that says what to use instead
     */
    public UnsupportedService(ServiceDescriptor descriptor, String remedy) {
        this.descriptor = descriptor;
        this.remedy = remedy;
    }

    @Override
    public ServerServiceDefinition bindService() {
        ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(descriptor);
        descriptor.getMethods().forEach(method -> add(service, method));
        return service.build();
    }

    private <Q, R> void add(ServerServiceDefinition.Builder service, MethodDescriptor<Q, R> method) {
        service.addMethod(method, (call, headers) -> {
            call.close(
                    Status.UNIMPLEMENTED.withDescription(
                            method.getFullMethodName() + " is not part of the local cloud. " + remedy),
                    new Metadata());
            return new ServerCall.Listener<>() {};
        });
    }
}
