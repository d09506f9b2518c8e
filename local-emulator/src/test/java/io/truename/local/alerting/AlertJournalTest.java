// SPDX-License-Identifier: Apache-2.0
package io.truename.local.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.local.alerting.AlertJournal.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AlertJournalTest {
    /** File on a disk that has place for so many bytes. */
    private static final class Disk implements SeekableByteChannel {
        private final SeekableByteChannel file;
        private int free = Integer.MAX_VALUE;

        Disk(SeekableByteChannel file) {
            this.file = file;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            if (free == 0) {
                throw new IOException("No space left on device");
            }
            ByteBuffer fitting = source.slice(source.position(), Math.min(free, source.remaining()));
            int written = file.write(fitting);
            source.position(source.position() + written);
            free -= written;
            return written;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            return file.read(target);
        }

        @Override
        public long position() throws IOException {
            return file.position();
        }

        @Override
        public SeekableByteChannel position(long to) throws IOException {
            return file.position(to);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public SeekableByteChannel truncate(long to) throws IOException {
            return file.truncate(to);
        }

        @Override
        public boolean isOpen() {
            return file.isOpen();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    @TempDir
    private Path folder;

    /** A part of a line would spoil the next one, and with it the whole file at the next start. */
    @Test
    void append_onAFullDisk_leavesNothingOfTheLine() throws IOException {
        Path path = folder.resolve("alerts.journal");
        Disk disk = new Disk(Files.newByteChannel(
                path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
        try (AlertJournal journal = new AlertJournal(disk)) {
            journal.append(Entry.ended("before"));
            disk.free = 5;
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> journal.append(Entry.ended("lost")))
                        .isInstanceOf(UncheckedIOException.class)
                        .hasRootCauseMessage("No space left on device");
                assertThat(entries(path)).containsExactly(Entry.ended("before"));
            }
            disk.free = Integer.MAX_VALUE;
            journal.append(Entry.ended("after"));
        }
        assertThat(entries(path)).containsExactly(Entry.ended("before"), Entry.ended("after"));
    }

    private static List<Entry> entries(Path path) {
        List<Entry> entries = new ArrayList<>();
        AlertJournal.read(path, entries::add);
        return entries;
    }
}
