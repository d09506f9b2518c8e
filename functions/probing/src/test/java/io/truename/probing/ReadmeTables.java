// SPDX-License-Identifier: Apache-2.0
package io.truename.probing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tables of the function's README that are made from code. With {@code -Dgolden=write} the README is written instead. */
public final class ReadmeTables {
    private static final Path README = Path.of("../probe/README.md");

    private ReadmeTables() {}

    /** Compares the text between two markers with a table. */
    public static void compare(String name, String table) throws IOException {
        String marker = "<!-- " + name + " -->";
        String readme = Files.readString(README);
        String[] parts = readme.split(marker, -1);
        assertThat(parts).as("text, %s, table, %s, text", marker, marker).hasSize(3);
        String written = parts[0] + marker + "\n" + table + marker + parts[2];
        if (System.getProperty("golden", "").equals("write")) {
            Files.writeString(README, written);
        } else {
            assertThat(readme)
                    .as("README.md of probe; run with -Dgolden=write, then read the difference")
                    .isEqualTo(written);
        }
    }
}
