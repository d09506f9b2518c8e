// SPDX-License-Identifier: Apache-2.0
package io.truename.local.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The standard output of a JVM that many functions share. In the cloud each has its own; here a write belongs to the
 * function whose class loader is the thread's context loader, which the functions framework sets around each call. What
 * belongs to none goes where it went before.
 */
public final class FunctionOutput extends OutputStream {
    private static final int LONGEST_LINE_BYTES = 256 * 1024;

    private final PrintStream before;
    private final Function<@Nullable ClassLoader, Optional<String>> owner;
    private final LogBook log;
    private final Map<String, ByteArrayOutputStream> unfinished = new ConcurrentHashMap<>();

    /**
     * Stands in front of {@code before}.
     *
     * @param owner the function that a context class loader belongs to, or empty
     */
    public FunctionOutput(PrintStream before, Function<@Nullable ClassLoader, Optional<String>> owner, LogBook log) {
        this.before = before;
        this.owner = owner;
        this.log = log;
    }

    /** The stream to hand to {@link System#setOut}. */
    public PrintStream asPrintStream() {
        return new PrintStream(this, true, StandardCharsets.UTF_8);
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Optional<String> function = owner.apply(Thread.currentThread().getContextClassLoader());
        if (function.isEmpty()) {
            before.write(bytes, offset, length);
            return;
        }
        ByteArrayOutputStream line = unfinished.computeIfAbsent(function.get(), first -> new ByteArrayOutputStream());
        synchronized (line) {
            for (int at = offset; at < offset + length; at++) {
                if (bytes[at] == '\n' || line.size() == LONGEST_LINE_BYTES) {
                    log.addRaw(function.get(), line.toString(StandardCharsets.UTF_8));
                    line.reset();
                }
                if (bytes[at] != '\n') {
                    line.write(bytes[at]);
                }
            }
        }
    }

    @Override
    public void flush() {
        before.flush();
    }
}
