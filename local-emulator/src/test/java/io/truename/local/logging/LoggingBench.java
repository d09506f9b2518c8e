// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging;

import com.google.cloud.MonitoredResource;
import com.google.cloud.NoCredentials;
import com.google.cloud.logging.LogEntry;
import com.google.cloud.logging.Logging;
import com.google.cloud.logging.Logging.EntryListOption;
import com.google.cloud.logging.Logging.WriteOption;
import com.google.cloud.logging.LoggingOptions;
import com.google.cloud.logging.Payload.StringPayload;
import com.google.cloud.logging.Severity;
import com.google.cloud.logging.Synchronicity;
import com.google.cloud.logging.spi.v2.LoggingRpc;
import com.google.logging.v2.LoggingServiceV2Grpc;
import com.google.logging.v2.LoggingServiceV2Grpc.LoggingServiceV2BlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/** Test fixture: Cloud Logging on a free port, with the unmodified client. */
final class LoggingBench implements AutoCloseable {
    static final String PROJECT = "truename-local";
    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final MonitoredResource GLOBAL = MonitoredResource.newBuilder("global")
            .addLabel("project_id", PROJECT)
            .build();

    final LocalLogging local;
    final Logging client;
    final LoggingServiceV2BlockingStub stub;
    private final Server server;
    private final ManagedChannel channel;

    LoggingBench() throws IOException {
        local = new LocalLogging(Clock.systemUTC(), PROJECT, Optional.empty());
        InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        NettyServerBuilder builder = NettyServerBuilder.forAddress(free).maxInboundMessageSize(16 << 20);
        local.services().forEach(builder::addService);
        server = builder.build().start();
        channel = NettyChannelBuilder.forAddress("localhost", server.getPort())
                .usePlaintext()
                .build();
        LoggingRpc rpc = PlainTextRpc.over(channel);
        client = LoggingOptions.newBuilder()
                .setProjectId(PROJECT)
                .setHost("localhost:" + server.getPort())
                .setCredentials(NoCredentials.getInstance())
                .setServiceRpcFactory(options -> rpc)
                .setAutoPopulateMetadata(false)
                .build()
                .getService();
        client.setWriteSynchronicity(Synchronicity.SYNC);
        stub = LoggingServiceV2Grpc.newBlockingStub(channel);
    }

    ManagedChannel channel() {
        return channel;
    }

    /** Starts an entry of the client in the log {@code app}. */
    static LogEntry.Builder text(String text) {
        return LogEntry.newBuilder(StringPayload.of(text))
                .setLogName("app")
                .setResource(GLOBAL)
                .setSeverity(Severity.INFO);
    }

    void write(LogEntry.Builder... entries) {
        List<LogEntry> built = new ArrayList<>();
        for (LogEntry.Builder entry : entries) {
            built.add(entry.build());
        }
        // The first write of a JVM adds an entry about the client itself, which lacks a resource.
        client.write(built, WriteOption.resource(GLOBAL));
    }

    List<LogEntry> list(String filter, EntryListOption... options) {
        List<EntryListOption> all = new ArrayList<>(List.of(options));
        all.add(EntryListOption.filter(filter));
        return StreamSupport.stream(
                        client.listLogEntries(all.toArray(EntryListOption[]::new))
                                .iterateAll()
                                .spliterator(),
                        false)
                .toList();
    }

    static List<String> texts(List<LogEntry> entries) {
        return entries.stream()
                .map(entry -> entry.<StringPayload>getPayload().getData())
                .toList();
    }

    @Override
    public void close() throws Exception {
        local.close();
        client.close();
        channel.shutdownNow();
        server.shutdownNow();
        server.awaitTermination(5, TimeUnit.SECONDS);
    }
}
