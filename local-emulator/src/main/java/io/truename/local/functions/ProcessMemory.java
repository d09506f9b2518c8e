// SPDX-License-Identifier: Apache-2.0
package io.truename.local.functions;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Resident memory of a process, read from {@code /proc} or, where there is none, from {@code ps}. */
final class ProcessMemory {
    private static final boolean PROC = Files.isDirectory(Path.of("/proc/self"));

    private ProcessMemory() {}

    /** Returns the resident set size in MiB; 0 for a process that has ended or cannot be queried. */
    static long residentMiB(long pid) {
        try {
            return (PROC ? fromProc(pid) : fromPs(pid)) / 1024;
        } catch (IOException | NumberFormatException ended) {
            return 0;
        }
    }

    private static long fromProc(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"), StandardCharsets.ISO_8859_1)) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return 0;
    }

    private static long fromPs(long pid) throws IOException {
        Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
        return Long.parseLong(new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
    }
}
