// SPDX-License-Identifier: Apache-2.0
package io.truename.local.alerting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Journal of incidents and silences: a line of JSON for each change, the newest of an id counts. A line is in the hands of the operating
 * system when {@link #append} returns, so it survives the end of the process. A last line without its end is what a kill or a full disk
 * leaves of a change that never was; it is left out, and cut off before the next one.
 */
final class AlertJournal implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Entry; one of the three is there. */
    record Entry(
            @Nullable AlertIncident incident,
            @Nullable Silence silence,
            @Nullable String ended) {
        static Entry of(AlertIncident incident) {
            return new Entry(incident, null, null);
        }

        static Entry of(Silence silence) {
            return new Entry(null, silence, null);
        }

        static Entry ended(String silence) {
            return new Entry(null, null, silence);
        }
    }

    private final SeekableByteChannel file;
    private long end;

    /** Continues a file of whole lines, to whose end the channel writes. */
    AlertJournal(SeekableByteChannel file) throws IOException {
        this.file = file;
        this.end = file.size();
    }

    /**
     * Passes each entry of the file to a reader, oldest first.
     *
     * @throws DamagedJournalException if a line before the last is no entry
     */
    static void read(Path path, Consumer<Entry> reader) {
        try {
            if (!Files.exists(path)) {
                return;
            }
            byte[] bytes = Files.readAllBytes(path);
            int number = 0;
            int start = 0;
            for (int at = 0; at < bytes.length; at++) {
                if (bytes[at] == '\n') {
                    reader.accept(entry(path, ++number, Arrays.copyOfRange(bytes, start, at)));
                    start = at + 1;
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot read " + path, failed);
        }
    }

    private static Entry entry(Path path, int number, byte[] line) throws IOException {
        try {
            Entry entry = JSON.readValue(line, Entry.class);
            if (entry == null || (entry.incident() == null && entry.silence() == null && entry.ended() == null)) {
                throw new DamagedJournalException(path, number, "it holds nothing", null);
            }
            return entry;
        } catch (JsonProcessingException damaged) {
            throw new DamagedJournalException(path, number, damaged.getOriginalMessage(), damaged);
        }
    }

    /** Replaces the file by one with these entries, and opens it. */
    static AlertJournal rewrite(Path path, List<Entry> entries) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            Path anew = path.resolveSibling(path.getFileName() + ".new");
            StringBuilder lines = new StringBuilder();
            for (Entry entry : entries) {
                lines.append(line(entry));
            }
            Files.writeString(anew, lines);
            Files.move(anew, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return new AlertJournal(Files.newByteChannel(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot write " + path, failed);
        }
    }

    private static String line(Entry entry) throws JsonProcessingException {
        return JSON.writeValueAsString(entry) + "\n";
    }

    void append(Entry entry) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(line(entry).getBytes(StandardCharsets.UTF_8));
            if (file.size() > end) {
                // The line would be glued to the part that a full disk left.
                file.truncate(end);
            }
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            end = file.size();
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot write incidents", failed);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException ending) {
            // Every line is already written.
        }
    }
}
