// SPDX-License-Identifier: Apache-2.0
package io.truename.local.functions;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Line splitter for a process's output. Overlong lines are cut, so that a line without an end cannot fill the memory. */
final class OutputLines {
    /** Maximum length of a line, as in Cloud Logging. */
    static final int LONGEST_LINE_BYTES = 256 * 1024;

    private OutputLines() {}

    /** Reads the output to its end. A broken stream counts as ended. */
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
            // The output before the break is passed on below.
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
