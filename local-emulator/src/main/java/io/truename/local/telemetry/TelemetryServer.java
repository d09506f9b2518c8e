// SPDX-License-Identifier: Apache-2.0
package io.truename.local.telemetry;

import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** gRPC server of Cloud Logging and Cloud Monitoring on one port, without TLS, on the loopback address only. */
final class TelemetryServer implements AutoCloseable {
    /** Transport limit, above the cloud's 10 MB, so that an oversized request gets a helpful message. */
    private static final int MOST_REQUEST_BYTES = 16 << 20;

    private final EventLoopGroup network = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("telemetry-network", true), NioIoHandler.newFactory());
    private final ExecutorService calls = Executors.newFixedThreadPool(
            Math.max(4, Runtime.getRuntime().availableProcessors()), new DefaultThreadFactory("telemetry-call", true));
    private final Server server;
    private final ManagedChannel self;

    /**
     * Starts the server.
     *
     * @param port the port to listen on; 0 for any free one
     * @throws BindException if the port is taken; the message says so in one sentence
     */
    TelemetryServer(List<BindableService> services, int port) throws BindException {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .bossEventLoopGroup(network)
                .workerEventLoopGroup(network)
                .channelType(NioServerSocketChannel.class)
                .executor(calls)
                .maxInboundMessageSize(MOST_REQUEST_BYTES)
                .permitKeepAliveTime(5, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true);
        services.forEach(builder::addService);
        try {
            server = builder.build().start();
        } catch (IOException taken) {
            stopThreads();
            BindException exception = new BindException("Port " + port
                    + " for Cloud Logging and Cloud Monitoring is taken: end the program that listens there or choose another"
                    + " port.");
            exception.initCause(taken);
            throw exception;
        }
        self = NettyChannelBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()))
                .eventLoopGroup(network)
                .channelType(NioSocketChannel.class)
                .executor(calls)
                .usePlaintext()
                .build();
    }

    /** Returns the address for clients, {@code 127.0.0.1:PORT}. */
    String target() {
        return "127.0.0.1:" + server.getPort();
    }

    /** Returns a channel to this server, for calls as a client makes them. */
    ManagedChannel self() {
        return self;
    }

    @Override
    public void close() {
        self.shutdownNow();
        server.shutdownNow();
        try {
            server.awaitTermination(2, TimeUnit.SECONDS);
            self.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        stopThreads();
    }

    private void stopThreads() {
        network.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
        calls.shutdownNow();
        try {
            calls.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
