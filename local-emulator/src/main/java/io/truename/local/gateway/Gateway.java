// SPDX-License-Identifier: Apache-2.0
package io.truename.local.gateway;

import io.truename.local.control.ControlRoutes;
import io.truename.local.functions.FunctionHost;
import io.truename.local.log.LogBook;
import io.truename.local.part.Health;
import io.truename.local.part.Part;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTP server in front of everything. */
public final class Gateway implements Part {
    /** No handler waits for a function, a slow body or a slow reader, so clients may be many more. */
    private static final int THREADS = 32;

    private static final String LOOPBACK = "127.0.0.1";

    private final Server server;
    private final ServerConnector connector;

    private Gateway(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /**
     * Starts answering.
     *
     * @param address the address to bind; anything but a loopback address opens the local cloud to the network
     * @param status what {@code /api/status} answers
     * @throws BindException if the port is taken or the address is not this machine's
     */
    public static Gateway start(
            String address,
            int port,
            FunctionHost functions,
            ControlRoutes routes,
            LogBook log,
            Supplier<Object> status)
            throws Exception {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS);
        threads.setName("gateway");
        threads.setDaemon(true);
        // Where the JDK has them (21 and later), and null where it has not: then the pool's own threads do the work.
        threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        Server server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        // A path is carried to the function as it came: what is odd about it is for the function to judge.
        http.setUriCompliance(UriCompliance.UNSAFE);
        ServerConnector connector = connector(server, http, address, port);
        boolean loopbackOnly = InetAddress.getByName(address).isLoopbackAddress();
        if (!InetAddress.getByName(address).isAnyLocalAddress() && !address.equals(LOOPBACK)) {
            // Pub/Sub, the story and the printed commands call it there whatever else it listens on.
            connector(server, http, LOOPBACK, port);
        }
        server.setHandler(new RequestGuard(
                loopbackOnly,
                new ProtocolRules(new Handler.Sequence(
                        new EventStream(log, status),
                        new FunctionProxy(functions),
                        new ControlApi(routes, log),
                        new ConsoleFiles()))));
        server.setErrorHandler(new ServerErrors());
        server.setStopTimeout(0);
        try {
            server.start();
        } catch (IOException failed) {
            server.stop();
            throw failed;
        }
        return new Gateway(server, connector);
    }

    private static ServerConnector connector(Server server, HttpConfiguration http, String address, int port) {
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(address);
        connector.setPort(port);
        server.addConnector(connector);
        return connector;
    }

    @Override
    public String name() {
        return "gateway";
    }

    @Override
    public Health health() {
        return connector.isOpen()
                ? Health.up("Listening on port " + connector.getLocalPort() + ".")
                : Health.down("Not listening; start the local cloud again.");
    }

    @Override
    public Object status() {
        return Map.of("connections", connector.getConnectedEndPoints().size());
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        } catch (Exception unclean) {
            // Nothing is left to do: the sockets go with the process.
        }
    }
}
