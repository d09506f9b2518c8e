// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.grpc;

import com.google.pubsub.v1.ListTopicsRequest;
import com.google.pubsub.v1.PublisherGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import io.truename.local.pubsub.live.LiveBroker;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** gRPC server of {@code google.pubsub.v1}, without TLS, on the loopback address only. */
public final class PubSubServer implements AutoCloseable {
    /** Transport limit. It is above the cloud's 10 MB, so that an oversized request gets a helpful message. */
    private static final int MOST_REQUEST_BYTES = 16 << 20;

    private final EventLoopGroup network = new MultiThreadIoEventLoopGroup(
            2, new DefaultThreadFactory("pubsub-network", true), NioIoHandler.newFactory());
    private final ExecutorService calls = Executors.newFixedThreadPool(
            Math.max(4, Runtime.getRuntime().availableProcessors()), new DefaultThreadFactory("pubsub-call", true));
    private final Server server;
    private final ManagedChannel self;

    /**
     * Starts the server.
     *
     * @param port the port to listen on; 0 for any free one
     * @throws BindException if the port is taken; the message says so in one sentence
     */
    public static PubSubServer start(LiveBroker live, int port) throws BindException {
        return new PubSubServer(live, port);
    }

    private PubSubServer(LiveBroker live, int port) throws BindException {
        Receivers receivers = new Receivers(live);
        live.add(receivers);
        Server built = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .bossEventLoopGroup(network)
                .workerEventLoopGroup(network)
                .channelType(NioServerSocketChannel.class)
                .executor(calls)
                .maxInboundMessageSize(MOST_REQUEST_BYTES)
                .permitKeepAliveTime(5, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addService(new PublisherService(live))
                .addService(new SubscriberService(live, receivers))
                .fallbackHandlerRegistry(new UnknownServices())
                .build();
        try {
            server = built.start();
        } catch (IOException taken) {
            stopThreads();
            BindException exception = new BindException("Port " + port
                    + " for Pub/Sub is taken: end the program that listens there or choose another port.");
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
    public String target() {
        return "127.0.0.1:" + server.getPort();
    }

    /**
     * Health check: calls this server as a client would.
     *
     * @throws StatusRuntimeException if the call does not succeed within two seconds
     */
    public void callSelf(String project) {
        var ignored = PublisherGrpc.newBlockingStub(self)
                .withDeadlineAfter(2, TimeUnit.SECONDS)
                .listTopics(ListTopicsRequest.newBuilder()
                        .setProject("projects/" + project)
                        .setPageSize(1)
                        .build());
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
