// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.store;

import static io.truename.local.logging.store.LogStoreTest.all;
import static io.truename.local.logging.store.LogStoreTest.entry;
import static io.truename.local.logging.store.LogStoreTest.ids;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that writes, as {@code kill -9} does. */
final class LogStoreKillIT {
    @TempDir
    private Path folder;

    /** Writes entries until it is killed, and prints the id of each when it is stored. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws IOException {
            LogStore store = LogStore.open(Path.of(arguments[0]), 64 << 20);
            for (int at = 0; ; at++) {
                store.add(List.of(entry(at, "id-" + at, "l", "x".repeat(2_000))));
                System.out.println("id-" + at);
            }
        }
    }

    @Test
    @Timeout(60)
    void everyStoredEntry_survivesTheKill() throws Exception {
        List<String> stored = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            Process writer = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Writer.class.getName(),
                            folder.resolve(Integer.toString(round)).toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            stored.clear();
            try (BufferedReader output = writer.inputReader()) {
                while (stored.size() < 500) {
                    stored.add(output.readLine());
                }
            } finally {
                writer.destroyForcibly();
                assertThat(writer.waitFor(20, TimeUnit.SECONDS)).isTrue();
            }
            try (LogStore again = LogStore.open(folder.resolve(Integer.toString(round)), 64 << 20)) {
                assertThat(ids(all(again))).containsAll(stored);
                assertThat(again.problem()).isEmpty();
            }
        }
    }
}
