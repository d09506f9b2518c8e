// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.store;

import static io.truename.local.logging.store.LogStoreTest.all;
import static io.truename.local.logging.store.LogStoreTest.entry;
import static io.truename.local.logging.store.LogStoreTest.ids;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LogStoreFilesTest {
    @TempDir
    private Path folder;

    @Test
    void entries_areThereAgain_evenWithoutAClose() throws IOException {
        // Not closed, as after kill -9.
        LogStore killed = LogStore.open(folder, 1 << 20);
        killed.add(List.of(entry(1, "a"), entry(2, "b", "gone", "")));
        killed.deleteLog("projects/p/logs/gone");
        killed.add(List.of(entry(3, "c"), entry(3, "c")));
        try (LogStore again = LogStore.open(folder, 1 << 20)) {
            assertThat(ids(all(again))).containsExactly("a", "c");
            again.add(List.of(entry(4, "d")));
        }
        try (LogStore third = LogStore.open(folder, 1 << 20)) {
            assertThat(ids(all(third))).containsExactly("a", "c", "d");
            assertThat(third.problem()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 8, 9, 20})
    void tornLastRecord_isDropped(int bytes) throws IOException {
        try (LogStore store = LogStore.open(folder, 1 << 20)) {
            store.add(List.of(entry(1, "a")));
            store.add(List.of(entry(2, "b")));
        }
        Path file = files().get(0);
        try (RandomAccessFile torn = new RandomAccessFile(file.toFile(), "rw")) {
            torn.setLength(torn.length() - bytes);
        }
        try (LogStore again = LogStore.open(folder, 1 << 20)) {
            assertThat(ids(all(again))).containsExactly("a");
            again.add(List.of(entry(3, "c")));
        }
        try (LogStore third = LogStore.open(folder, 1 << 20)) {
            assertThat(ids(all(third))).containsExactly("a", "c");
        }
    }

    @Test
    void lastRecord_withAWrongChecksum_isDropped() throws IOException {
        try (LogStore store = LogStore.open(folder, 1 << 20)) {
            store.add(List.of(entry(1, "a")));
            store.add(List.of(entry(2, "b")));
        }
        try (RandomAccessFile torn = new RandomAccessFile(files().get(0).toFile(), "rw")) {
            torn.seek(torn.length() - 2);
            torn.write(0x7f);
        }
        try (LogStore again = LogStore.open(folder, 1 << 20)) {
            assertThat(ids(all(again))).containsExactly("a");
        }
    }

    @Test
    void files_stayBelowTheirBound() throws IOException {
        try (LogStore store = LogStore.open(folder, 100_000)) {
            for (int at = 0; at < 5_000; at++) {
                store.add(List.of(entry(at, "id-" + at)));
            }
        }
        long bytes = 0;
        for (Path file : files()) {
            bytes += Files.size(file);
        }
        assertThat(bytes).isBetween(50_000L, 100_000L);
        assertThat(files()).hasSizeBetween(2, 8);
        try (LogStore again = LogStore.open(folder, 100_000)) {
            assertThat(ids(all(again))).contains("id-4999").doesNotContain("id-0");
            assertThat(again.usage().bytes()).isLessThanOrEqualTo(100_000);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
