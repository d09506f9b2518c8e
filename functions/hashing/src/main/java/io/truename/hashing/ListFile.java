// SPDX-License-Identifier: Apache-2.0
package io.truename.hashing;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.RandomAccessFile;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.Consumer;

/** List in a file, to which lines are appended. A last line that a killed run left unfinished is cut off first. */
final class ListFile implements HashSink {
    private static final long FLUSH_NANOS = 1_000_000_000L;
    private static final int LONGEST_LINE = 64 * 1024;
    private static final byte[] BEGIN = "{\"id\":\"".getBytes(StandardCharsets.UTF_8);

    private final String name;
    private final Writer writer;
    private long flushed = System.nanoTime();

    private ListFile(String name, OutputStream stream) {
        this.name = name;
        this.writer = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
    }

    /** The standard output. */
    static ListFile of(OutputStream stream) {
        return new ListFile("The output", stream);
    }

    /** Opens a file for more lines; creates it if there is none. */
    static ListFile append(Path file) {
        try {
            if (Files.exists(file)) {
                cutUnfinished(file);
            }
            return new ListFile(
                    file.toString(), Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        } catch (IOException failed) {
            throw failure(file.toString(), failed);
        }
    }

    /**
     * Cuts off a last line that is not finished, or finishes it if it only lacks its end.
     *
     * @throws SourceException if the file is no list, so that nothing of it is lost
     */
    private static void cutUnfinished(Path file) throws IOException {
        try (RandomAccessFile all = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] begin = new byte[(int) Math.min(BEGIN.length, all.length())];
            all.readFully(begin);
            long from = lastLine(all);
            if (!Arrays.equals(begin, Arrays.copyOf(BEGIN, begin.length)) || all.length() - from > LONGEST_LINE) {
                throw new SourceException(
                        file + " is no list of this command. Name a new file: --list must not overwrite another.",
                        null);
            }
            byte[] line = new byte[(int) (all.length() - from)];
            all.seek(from);
            all.readFully(line);
            if (HashLine.parse(new String(line, StandardCharsets.UTF_8)).isPresent()) {
                all.write('\n');
            } else {
                all.setLength(from);
            }
        }
    }

    /** Place after the last end of a line, among as many bytes as a line may have; 0 if there is none. */
    private static long lastLine(RandomAccessFile all) throws IOException {
        int length = (int) Math.min(LONGEST_LINE, all.length());
        byte[] end = new byte[length];
        all.seek(all.length() - length);
        all.readFully(end);
        for (int i = length - 1; i >= 0; i--) {
            if (end[i] == '\n') {
                return all.length() - length + i + 1;
            }
        }
        return 0;
    }

    /** Hands over the lines of a file; none if there is no such file. */
    static void each(Path file, Consumer<String> taker) {
        if (!Files.exists(file)) {
            return;
        }
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            String line;
            while ((line = lines.readLine()) != null) {
                taker.accept(line);
            }
        } catch (IOException failed) {
            throw new SourceException(file + " cannot be read as a list: " + failed.getMessage(), failed);
        }
    }

    @Override
    public void accept(String line) {
        try {
            writer.write(line);
            writer.write('\n');
            // A run that is killed computes again only the contents of a second.
            if (System.nanoTime() - flushed > FLUSH_NANOS) {
                writer.flush();
                flushed = System.nanoTime();
            }
        } catch (IOException failed) {
            throw failure(name, failed);
        }
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException failed) {
            throw failure(name, failed);
        }
    }

    private static SourceException failure(String name, IOException failed) {
        return new SourceException(
                name + " cannot be written: " + failed.getMessage()
                        + ". Make room, or name another file, and run the same command again: it goes on.",
                failed);
    }
}
