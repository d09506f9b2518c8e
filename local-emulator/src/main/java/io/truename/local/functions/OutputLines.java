// SPDX-License-Identifier: Apache-2.0
package io.truename.local.functions;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Splits a process's output into lines. A line that does not end is cut, so that it cannot fill the memory. */
final class OutputLines {
    /** As Cloud Logging cuts them. */
    static final int LONGEST_LINE_BYTES = 256 * 1024;

    private OutputLines() {}

    /** Reads to the end; a stream that breaks has ended. */
    static void read(InputStream output, Consumer<String> lines) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] bytes = new byte[8192];
        try {
            for (int read = output.read(bytes); read >= 0; read = output.read(bytes)) {
                for (int at = 0; at < read; at++) {
                    if (bytes[at] == '\n' || line.size() == LONGEST_LINE_BYTES) {
                        pass(line, lines);
                    }
                    if (bytes[at] != '\n') {
                        line.write(bytes[at]);
                    }
                }
            }
        } catch (IOException killed) {
            // What it wrote before is told below.
        }
        if (line.size() > 0) {
            pass(line, lines);
        }
    }

    private static void pass(ByteArrayOutputStream line, Consumer<String> lines) {
        lines.accept(line.toString(StandardCharsets.UTF_8));
        line.reset();
    }
}
