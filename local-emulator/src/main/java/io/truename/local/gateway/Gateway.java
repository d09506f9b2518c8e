// SPDX-License-Identifier: Apache-2.0
package io.truename.local.gateway;

import io.truename.local.component.Component;
import io.truename.local.component.Health;
import io.truename.local.control.ControlRoutes;
import io.truename.local.functions.FunctionHost;
import io.truename.local.log.LogBuffer;
import io.truename.local.logging.LogsApi;
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

/** HTTP server of the local cloud: serves the functions, the control API and the console at one address. */
public final class Gateway implements Component {
    /** Server threads. Far more clients may be connected, because no handler blocks on a function, a slow body or reader. */
    private static final int THREADS = 32;

    private static final String LOOPBACK = "127.0.0.1";

    private final Server server;
    private final ServerConnector connector;

    private Gateway(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /**
     * Starts the server.
     *
     * @param address the address to bind; an address other than loopback opens the local cloud to the network
     * @param status supplies the response of {@code /api/status}
     * @throws BindException if the port is taken or the address is not this machine's
     */
    public static Gateway start(
            String address,
            int port,
            FunctionHost functions,
            ControlRoutes routes,
            LogBuffer log,
            LogsApi logs,
            Supplier<Object> status)
            throws Exception {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS);
        threads.setName("gateway");
        threads.setDaemon(true);
        // Virtual threads on JDK 21 and later. Null on older ones; the pool's own threads do the work then.
        threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        Server server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        // The function gets the path unchanged and decides whether to accept an unusual one.
        http.setUriCompliance(UriCompliance.UNSAFE);
        ServerConnector connector = connector(server, http, address, port);
        boolean loopbackOnly = InetAddress.getByName(address).isLoopbackAddress();
        if (!InetAddress.getByName(address).isAnyLocalAddress() && !address.equals(LOOPBACK)) {
            // Pub/Sub, the story and the printed commands always call the loopback address.
            connector(server, http, LOOPBACK, port);
        }
        server.setHandler(new CrossSiteFilter(
                loopbackOnly,
                new ProtocolRules(new Handler.Sequence(
                        new EventStream(log, status),
                        new LogStream(logs),
                        new FunctionProxy(functions),
                        new ControlApi(routes, log),
                        new ConsoleFiles()))));
        server.setErrorHandler(new ServerErrorHandler());
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
            // The process is ending and closes the sockets.
        }
    }
}
