// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging;

import com.google.api.core.ApiFuture;
import com.google.api.core.ApiFutures;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.api.gax.rpc.StatusCode;
import com.google.api.gax.rpc.TransportChannelProvider;
import com.google.api.gax.rpc.UnaryCallable;
import com.google.cloud.logging.LoggingException;
import com.google.cloud.logging.spi.v2.LoggingRpc;
import com.google.cloud.logging.v2.ConfigClient;
import com.google.cloud.logging.v2.ConfigSettings;
import com.google.cloud.logging.v2.LoggingClient;
import com.google.cloud.logging.v2.LoggingSettings;
import com.google.cloud.logging.v2.MetricsClient;
import com.google.cloud.logging.v2.MetricsSettings;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.logging.v2.CreateLogMetricRequest;
import com.google.logging.v2.CreateSinkRequest;
import com.google.logging.v2.DeleteLogRequest;
import com.google.logging.v2.ListLogEntriesRequest;
import com.google.logging.v2.ListLogsRequest;
import com.google.logging.v2.ListMonitoredResourceDescriptorsRequest;
import com.google.logging.v2.WriteLogEntriesRequest;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.Map;

/**
 * Connection of the client {@code Logging} without TLS, by the client's own generated stubs. The one that it makes itself for
 * {@code localhost} or without credentials closes its channel before the first call (googleapis/java-logging pull request 212,
 * still so in 3.34.0).
 */
final class PlainTextRpc {
    private PlainTextRpc() {}

    static LoggingRpc over(ManagedChannel channel) throws IOException {
        TransportChannelProvider transport = FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel));
        LoggingClient logging = LoggingClient.create(LoggingSettings.newBuilder()
                .setTransportChannelProvider(transport)
                .setCredentialsProvider(NoCredentialsProvider.create())
                .build());
        ConfigClient config = ConfigClient.create(ConfigSettings.newBuilder()
                .setTransportChannelProvider(transport)
                .setCredentialsProvider(NoCredentialsProvider.create())
                .build());
        MetricsClient metrics = MetricsClient.create(MetricsSettings.newBuilder()
                .setTransportChannelProvider(transport)
                .setCredentialsProvider(NoCredentialsProvider.create())
                .build());
        Map<Class<?>, UnaryCallable<?, ?>> calls = Map.of(
                WriteLogEntriesRequest.class, logging.writeLogEntriesCallable(),
                ListLogEntriesRequest.class, logging.listLogEntriesCallable(),
                ListLogsRequest.class, logging.listLogsCallable(),
                DeleteLogRequest.class, logging.deleteLogCallable(),
                ListMonitoredResourceDescriptorsRequest.class, logging.listMonitoredResourceDescriptorsCallable(),
                CreateSinkRequest.class, config.createSinkCallable(),
                CreateLogMetricRequest.class, metrics.createLogMetricCallable());
        return (LoggingRpc) Proxy.newProxyInstance(
                LoggingRpc.class.getClassLoader(), new Class<?>[] {LoggingRpc.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getTailLogEntriesStream")) {
                        return logging.tailLogEntriesCallable().call();
                    } else if (arguments == null) {
                        logging.close();
                        config.close();
                        metrics.close();
                        return null;
                    }
                    return call(calls.get(arguments[0].getClass()), arguments[0]);
                });
    }

    /** Calls, with the client's own translation of errors. */
    @SuppressWarnings("unchecked")
    private static <T> ApiFuture<T> call(UnaryCallable<?, ?> callable, Object request) {
        ApiFuture<T> answer = ((UnaryCallable<Object, T>) callable).futureCall(request);
        return ApiFutures.catching(
                answer,
                ApiException.class,
                failure -> {
                    if (request instanceof DeleteLogRequest
                            && failure.getStatusCode().getCode() == StatusCode.Code.NOT_FOUND) {
                        return null;
                    }
                    throw new LoggingException(failure);
                },
                MoreExecutors.directExecutor());
    }
}
