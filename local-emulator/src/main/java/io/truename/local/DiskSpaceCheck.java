// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Full-disk check after a failure. A full disk causes many different errors, most of them as a service that does not
 * answer. The usual advice for those, "start again", does not help on a full disk.
 */
final class DiskSpaceCheck {
    /** Four files of PostgreSQL's write-ahead log, 16 MiB each: with less space left, the server stops. */
    private static final long LEAST_BYTES = 64L << 20;

    private DiskSpaceCheck() {}

    /** Finds the first folder whose disk is full. Returns a sentence with the remedy; empty if no disk is full. */
    static Optional<String> find(Stream<Path> folders) {
        return folders.filter(DiskSpaceCheck::isFull)
                .findFirst()
                .map(folder ->
                        "The disk of \"" + folder.toAbsolutePath().toString().replaceAll("\\p{Cntrl}", "?")
                                + "\" is full: free about 500 MB there before you start again.");
    }

    private static boolean isFull(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace() < LEAST_BYTES;
        } catch (IOException unknown) {
            return false;
        }
    }
}
