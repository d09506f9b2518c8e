// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** Raw TCP connection to an HTTP server, which can send bytes that no HTTP client would send. Not thread-safe. */
public final class RawConnection implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    /** Connects to a port of this machine; a read that takes longer than {@code patience} fails. */
    public RawConnection(int port, Duration patience) throws IOException {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) patience.toMillis());
        // Ends with a reset: tens of thousands of closed connections must not keep their ports.
        socket.setSoLinger(true, 0);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) patience.toMillis());
        in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
    }

    /** Sends the bytes as they are. */
    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Closes the sending direction; the answer can still be read. */
    public void sendEnd() throws IOException {
        socket.shutdownOutput();
    }

    /** Reads one response; {@code toHead}: the request was HEAD, so no body follows. */
    public RawResponse read(boolean toHead) throws IOException {
        return RawResponse.read(in, toHead);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
