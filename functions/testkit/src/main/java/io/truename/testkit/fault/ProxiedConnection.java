// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit.fault;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection. The client's messages are gathered up to the one that asks for an answer, so that a fault meets a
 * statement whole; the server's are passed on one by one.
 *
 * <p>Long, because both directions share the connection's state.
 */
final class ProxiedConnection implements HeldStatement {
    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;
    private static final int CANCEL_REQUEST = 80877102;

    private final TcpProxy proxy;
    private final Socket client;
    private final Socket server;
    private final StatementNames statements = new StatementNames();
    private final ByteArrayOutputStream group = new ByteArrayOutputStream();
    private final List<String> sqlOfGroup = new ArrayList<>();
    private @Nullable OutputStream toServer;
    /** Number of the last batch that began here, 0 for none. */
    private int batch;

    private boolean fenced;

    private boolean groupAsks;

    // Shared between the two directions, under this.
    private long asked;
    private long answered;
    private boolean dropping;
    private boolean droppingDescription;
    private boolean injecting;
    private byte @Nullable [] injectedError;
    private byte @Nullable [] replacement;
    private @Nullable CountDownLatch frost;
    private boolean gone;

    ProxiedConnection(TcpProxy proxy, Socket client, Socket server) {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
    }

    void serveClient() {
        try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
            OutputStream out = new BufferedOutputStream(server.getOutputStream(), 1 << 16);
            toServer = out;
            if (!greet(in, out)) {
                return;
            }
            TcpProxy.daemon("proxy-server-" + client.getPort(), this::serveServer);
            while (true) {
                byte[] message = read(in);
                gather(message);
                if (message[0] == 'S'
                        || message[0] == 'Q'
                        || message[0] == 'H'
                        || message[0] == 'X'
                        || message[0] == 'p'
                        || message[0] == 'f'
                        || message[0] == 'c') {
                    deliverGroup();
                }
            }
        } catch (IOException closed) {
            cut();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            cut();
        } finally {
            proxy.ended(this);
        }
    }

    /** The messages before the first that have a type; false if no connection follows. */
    private boolean greet(DataInputStream in, OutputStream out) throws IOException {
        while (true) {
            int length = in.readInt();
            byte[] body = in.readNBytes(length - 4);
            int code = ((body[0] & 0xFF) << 24) | ((body[1] & 0xFF) << 16) | ((body[2] & 0xFF) << 8) | (body[3] & 0xFF);
            out.write(
                    new byte[] {(byte) (length >>> 24), (byte) (length >>> 16), (byte) (length >>> 8), (byte) length});
            out.write(body);
            out.flush();
            if (code == CANCEL_REQUEST) {
                cut();
                return false;
            }
            if (code != SSL_REQUEST && code != GSS_REQUEST) {
                synchronized (this) {
                    // The server says that it is ready once without having been asked.
                    asked = 1;
                }
                return true;
            }
            client.getOutputStream().write(server.getInputStream().read());
            client.getOutputStream().flush();
        }
    }

    private static byte[] read(DataInputStream in) throws IOException {
        byte type = in.readByte();
        int length = in.readInt();
        byte[] message = new byte[length + 1];
        message[0] = type;
        message[1] = (byte) (length >>> 24);
        message[2] = (byte) (length >>> 16);
        message[3] = (byte) (length >>> 8);
        message[4] = (byte) length;
        in.readFully(message, 5, length - 4);
        return message;
    }

    private void gather(byte[] message) {
        String sql = statements.statementOf(message);
        if (sql != null) {
            sqlOfGroup.add(sql);
        }
        groupAsks |= message[0] == 'S' || message[0] == 'Q';
        group.writeBytes(message);
    }

    private void deliverGroup() throws IOException, InterruptedException {
        List<String> sql = List.copyOf(sqlOfGroup);
        sqlOfGroup.clear();
        if (!sql.isEmpty()) {
            proxy.count(sql);
            if (!fenced && sql.stream().anyMatch(StepPoint.FENCE::matches)) {
                batch = proxy.batchBegins();
                fenced = true;
            }
            for (ArmedFault aim : proxy.aims()) {
                if (aim.takes(sql, batch)) {
                    aim.strike(this);
                }
            }
            if (sql.stream().anyMatch(ProxiedConnection::endsTransaction)) {
                fenced = false;
            }
        }
        forward();
    }

    private static boolean endsTransaction(String sql) {
        return StepPoint.COMMIT.matches(sql) || sql.strip().equalsIgnoreCase("ROLLBACK");
    }

    @Override
    public void forward() throws IOException {
        OutputStream out = toServer;
        if (out == null || group.size() == 0) {
            return;
        }
        synchronized (this) {
            asked += groupAsks ? 1 : 0;
        }
        groupAsks = false;
        group.writeTo(out);
        group.reset();
        out.flush();
    }

    @Override
    public synchronized void awaitAnswer() throws InterruptedException {
        while (answered < asked && !gone) {
            wait();
        }
    }

    @Override
    public synchronized void dropAnswers() {
        dropping = true;
    }

    @Override
    public synchronized void dropRowDescription() {
        droppingDescription = true;
    }

    @Override
    public void cut() {
        group.reset();
        synchronized (this) {
            gone = true;
            notifyAll();
        }
        close(client);
        close(server);
    }

    @Override
    public void freeze() throws InterruptedException {
        CountDownLatch ice = proxy.frost();
        synchronized (this) {
            frost = ice;
        }
        ice.await();
        synchronized (this) {
            frost = null;
        }
    }

    @Override
    public void fail(String... injected) throws IOException, InterruptedException {
        OutputStream out = toServer;
        if (out == null) {
            return;
        }
        awaitAnswer();
        for (String sql : injected) {
            synchronized (this) {
                injecting = true;
                asked++;
            }
            out.write(StatementNames.query(sql));
            out.flush();
            awaitAnswer();
            synchronized (this) {
                injecting = false;
                if (injectedError != null) {
                    replacement = injectedError;
                    injectedError = null;
                    return;
                }
            }
        }
        throw new IOException("None of the injected statements failed");
    }

    private void serveServer() {
        try {
            DataInputStream in = new DataInputStream(new BufferedInputStream(server.getInputStream(), 1 << 16));
            OutputStream out = new BufferedOutputStream(client.getOutputStream(), 1 << 16);
            while (true) {
                byte[] message = read(in);
                CountDownLatch ice;
                synchronized (this) {
                    ice = frost;
                }
                if (ice != null) {
                    ice.await();
                }
                answer(message, out);
                if (in.available() == 0) {
                    out.flush();
                }
                if (message[0] == 'Z') {
                    // Only now has the client what it asked for.
                    synchronized (this) {
                        answered++;
                        notifyAll();
                    }
                }
            }
        } catch (IOException closed) {
            cut();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            cut();
        }
    }

    private synchronized void answer(byte[] message, OutputStream out) throws IOException {
        char type = (char) message[0];
        if (injecting) {
            injectedError = type == 'E' ? message : injectedError;
            return;
        }
        byte[] instead = replacement;
        if (instead != null) {
            if (type == 'Z') {
                proxy.saw(StatementNames.sqlState(instead));
                out.write(instead);
                out.write(message);
                replacement = null;
            }
            return;
        }
        if (type == 'E') {
            proxy.saw(StatementNames.sqlState(message));
        }
        if (droppingDescription && type == 'T') {
            droppingDescription = false;
        } else if (!dropping) {
            out.write(message);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException closedAnyway) {
            // Nothing is left to be done with it.
        }
    }
}
