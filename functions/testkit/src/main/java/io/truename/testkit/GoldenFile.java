// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Golden file: an expected rendering that users depend on. Run with {@code -Dgolden=write} to accept the current rendering,
 * then review the difference.
 */
public final class GoldenFile {
    private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

    private GoldenFile() {}

    /**
     * Compares a rendering with {@code src/test/resources/golden/name} of the module under test.
     *
     * @throws AssertionError if they differ
     */
    public static void compare(String name, String rendered) {
        Path file = FOLDER.resolve(name);
        try {
            if (System.getProperty("golden", "").equals("write")) {
                Files.createDirectories(FOLDER);
                Files.writeString(file, rendered);
            }
            String expected = Files.readString(file);
            if (!rendered.equals(expected)) {
                throw new AssertionError(name + " differs from what is rendered now, from character "
                        + Arrays.mismatch(expected.toCharArray(), rendered.toCharArray())
                        + " on. Run with -Dgolden=write, then read the difference.");
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
