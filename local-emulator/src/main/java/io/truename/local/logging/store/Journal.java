// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.store;

import com.google.logging.v2.LogEntry;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Journal of a store on disk: entries, and logs that were deleted. A disk that fails is told once; the memory goes on. */
final class Journal implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Journal.class.getName());
    private static final byte ENTRY = 'E';
    private static final byte DELETED_LOG = 'D';

    private final SegmentFiles files;
    private Optional<String> problem = Optional.empty();

    private Journal(SegmentFiles files) {
        this.files = files;
    }

    /** Replays the journal of a folder. */
    static Journal open(Path folder, long mostBytes, Consumer<LogEntry> entries, Consumer<String> deletedLogs)
            throws IOException {
        return new Journal(SegmentFiles.open(folder, mostBytes, record -> replay(record, entries, deletedLogs)));
    }

    private static void replay(byte[] record, Consumer<LogEntry> entries, Consumer<String> deletedLogs) {
        if (record.length > 0 && record[0] == DELETED_LOG) {
            deletedLogs.accept(new String(record, 1, record.length - 1, StandardCharsets.UTF_8));
        } else if (record.length > 0 && record[0] == ENTRY) {
            try {
                entries.accept(LogEntry.parser().parseFrom(record, 1, record.length - 1));
            } catch (InvalidProtocolBufferException unreadable) {
                LOG.log(System.Logger.Level.WARNING, "An unreadable log entry on disk is left out", unreadable);
            }
        }
    }

    void write(List<StoredEntry> entries) {
        List<byte[]> records = new ArrayList<>(entries.size());
        entries.forEach(entry -> records.add(record(ENTRY, entry.bytes())));
        append(records);
    }

    void delete(String logName) {
        append(List.of(record(DELETED_LOG, logName.getBytes(StandardCharsets.UTF_8))));
    }

    private static byte[] record(byte kind, byte[] content) {
        byte[] record = new byte[content.length + 1];
        record[0] = kind;
        System.arraycopy(content, 0, record, 1, content.length);
        return record;
    }

    private void append(List<byte[]> records) {
        try {
            files.append(records);
            problem = Optional.empty();
        } catch (IOException failed) {
            if (problem.isEmpty()) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "Log entries are kept in memory only: the disk refuses them",
                        failed);
            }
            problem = Optional.of("The log's files cannot be written (" + failed + "): free the disk and restart.");
        }
    }

    Optional<String> problem() {
        return problem;
    }

    @Override
    public void close() {
        try {
            files.close();
        } catch (IOException failed) {
            LOG.log(System.Logger.Level.WARNING, "The log's file does not close", failed);
        }
    }
}
