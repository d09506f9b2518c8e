// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that others depend on. Run with {@code -Dgolden=write} to accept what is rendered now, then read the difference. */
public final class GoldenFile {
    private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

    private GoldenFile() {}

    /** Compares. */
    public static void compare(String name, String rendered) {
        Path file = FOLDER.resolve(name);
        try {
            if (System.getProperty("golden", "").equals("write")) {
                Files.createDirectories(FOLDER);
                Files.writeString(file, rendered);
            }
            assertThat(rendered).isEqualTo(Files.readString(file));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
