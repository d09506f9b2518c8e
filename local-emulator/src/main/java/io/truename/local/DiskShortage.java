// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether what failed failed for want of disk space. A full disk shows in many ways, most of them as something that does
 * not answer, for which "start again" is the usual advice; here it would not help.
 */
final class DiskShortage {
    /** PostgreSQL writes its log in files of 16 MiB; with less than a few of them left it stops. */
    private static final long LEAST_BYTES = 64L << 20;

    private DiskShortage() {}

    /** The first of the folders whose disk is full, as a sentence; empty if none is. */
    static Optional<String> find(Stream<Path> folders) {
        return folders.filter(DiskShortage::isFull)
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
