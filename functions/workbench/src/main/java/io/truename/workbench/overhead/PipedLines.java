// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.overhead;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** Standard output through a pipe of the system to a reader, as in the cloud, which counts lines and bytes. */
final class PipedLines implements AutoCloseable {
    private final PrintStream before = System.out;
    private final PrintStream out;
    private final Thread reader;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong lines = new AtomicLong();

    PipedLines() {
        try {
            Pipe pipe = Pipe.open();
            OutputStream sink = Channels.newOutputStream(pipe.sink());
            out = new PrintStream(sink, false, StandardCharsets.UTF_8);
            reader = new Thread(() -> drain(pipe), "log-reader");
            reader.setDaemon(true);
            reader.start();
        } catch (IOException noPipe) {
            throw new UncheckedIOException(noPipe);
        }
        System.setOut(out);
    }

    private void drain(Pipe pipe) {
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        try {
            while (pipe.source().read(buffer) >= 0) {
                buffer.flip();
                bytes.addAndGet(buffer.remaining());
                while (buffer.hasRemaining()) {
                    lines.addAndGet(buffer.get() == '\n' ? 1 : 0);
                }
                buffer.clear();
            }
        } catch (IOException closed) {
            // The end of the measurement.
            return;
        }
    }

    long bytes() {
        return bytes.get();
    }

    long lines() {
        return lines.get();
    }

    @Override
    public void close() throws InterruptedException {
        System.setOut(before);
        out.close();
        reader.join(1_000);
    }
}
