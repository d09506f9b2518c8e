// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * TCP proxy between a client and a PostgreSQL server, which recognizes statements. A fault is aimed at a step of a batch
 * ({@link StepPoint}) and strikes once. Thread-safe; the client must not use TLS.
 */
public final class TcpProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final Set<ProxiedConnection> open = ConcurrentHashMap.newKeySet();
    private final List<ArmedFault> aims = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final Map<StepPoint, AtomicInteger> passed = new ConcurrentHashMap<>();
    private final AtomicInteger batches = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch frozen = new CountDownLatch(1);

    private TcpProxy(int target, ServerSocket listener) {
        this.target = target;
        this.listener = listener;
    }

    /** Starts a proxy on the loopback address, in front of another port there. */
    public static TcpProxy before(int target) {
        try {
            ServerSocket listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
            TcpProxy proxy = new TcpProxy(target, listener);
            daemon("proxy-" + listener.getLocalPort(), proxy::accept);
            return proxy;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The port that clients connect to. */
    public int port() {
        return listener.getLocalPort();
    }

    /**
     * Aims a fault.
     *
     * @param batch counted from now: 1 is the next batch that begins on any connection
     */
    public ArmedFault at(StepPoint step, int batch, Fault fault) {
        return aimed(new ArmedFault(step::matches, batches.get() + batch, fault));
    }

    /** Waits for the next statement of any connection that contains the text. */
    public ArmedFault atNext(String text, Fault fault) {
        return aimed(new ArmedFault(sql -> sql.contains(text), ArmedFault.ANY_BATCH, fault));
    }

    private ArmedFault aimed(ArmedFault aim) {
        aims.add(aim);
        return aim;
    }

    /** Unfreezes everything; later faults freeze nothing. */
    public void thaw() {
        frozen.countDown();
    }

    /** SQLSTATEs of all errors sent to clients, in order. */
    public List<String> errors() {
        return List.copyOf(errors);
    }

    /** Number of statements of that step so far. */
    public int passed(StepPoint step) {
        AtomicInteger count = passed.get(step);
        return count == null ? 0 : count.get();
    }

    /** Number of connections that clients made. */
    public int connections() {
        return connections.get();
    }

    /** Ends every connection; new ones are still accepted. */
    public void cutAll() {
        open.forEach(ProxiedConnection::cut);
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException closedAnyway) {
            throw new UncheckedIOException(closedAnyway);
        } finally {
            thaw();
            cutAll();
        }
    }

    int batchBegins() {
        return batches.incrementAndGet();
    }

    List<ArmedFault> aims() {
        return aims;
    }

    void count(List<String> statements) {
        for (StepPoint step : StepPoint.values()) {
            if (statements.stream().anyMatch(step::matches)) {
                passed.computeIfAbsent(step, absent -> new AtomicInteger()).incrementAndGet();
            }
        }
    }

    void saw(String sqlState) {
        errors.add(sqlState);
    }

    CountDownLatch frost() {
        return frozen;
    }

    void ended(ProxiedConnection connection) {
        open.remove(connection);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket();
                try {
                    server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
                } catch (IOException serverIsDown) {
                    client.close();
                    continue;
                }
                connections.incrementAndGet();
                ProxiedConnection connection = new ProxiedConnection(this, client, server);
                open.add(connection);
                daemon("proxy-client-" + client.getPort(), connection::serveClient);
            } catch (IOException closed) {
                // The loop's condition tells whether it was the listener.
            }
        }
    }

    static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
