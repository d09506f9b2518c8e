// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Append-only files of records, the oldest deleted when all together are too long. Written without {@code fsync}: the records
 * survive the end of this process, by {@code kill -9} too, but not a power failure. A torn record at the end is dropped when
 * the files are read again. Not thread-safe.
 */
final class SegmentFiles implements AutoCloseable {
    /** Length and checksum. */
    private static final int HEADER_BYTES = 8;

    private static final String SUFFIX = ".log.v1";
    private static final int FILES = 8;

    private record Segment(Path file, long number, long bytes) {}

    private final Path folder;
    private final long mostBytes;
    private final Deque<Segment> full = new ArrayDeque<>();
    private FileChannel current;
    private long number;
    private long currentBytes;

    /** Reads all records, oldest first, and continues in the last file. */
    static SegmentFiles open(Path folder, long mostBytes, Consumer<byte[]> records) throws IOException {
        Files.createDirectories(folder);
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.filter(file -> file.getFileName().toString().matches("[0-9]{10}\\.log\\.v1"))
                    .sorted()
                    .toList();
        }
        return new SegmentFiles(folder, mostBytes, files, records);
    }

    private SegmentFiles(Path folder, long mostBytes, List<Path> files, Consumer<byte[]> records) throws IOException {
        this.folder = folder;
        this.mostBytes = mostBytes;
        for (Path file : files) {
            number = Long.parseLong(file.getFileName().toString().substring(0, 10));
            full.addLast(new Segment(file, number, read(file, records)));
        }
        if (full.isEmpty()) {
            full.addLast(new Segment(path(1), 1, 0));
        }
        Segment last = full.removeLast();
        number = last.number();
        current = channel(last.file());
        current.truncate(last.bytes());
        current.position(last.bytes());
        currentBytes = last.bytes();
    }

    /** Reads the records of a file and returns where they end. */
    private static long read(Path file, Consumer<byte[]> records) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        int end = 0;
        while (bytes.remaining() >= HEADER_BYTES) {
            int length = bytes.getInt();
            int checksum = bytes.getInt();
            if (length < 0 || length > bytes.remaining()) {
                return end;
            }
            byte[] record = new byte[length];
            bytes.get(record);
            if (checksum(record) != checksum) {
                return end;
            }
            records.accept(record);
            end = bytes.position();
        }
        return end;
    }

    void append(List<byte[]> records) throws IOException {
        long length = records.stream()
                .mapToLong(record -> record.length + HEADER_BYTES)
                .sum();
        if (currentBytes > 0 && currentBytes + length > mostBytes / FILES) {
            startNext();
        }
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(length));
        for (byte[] record : records) {
            bytes.putInt(record.length).putInt(checksum(record)).put(record);
        }
        bytes.flip();
        while (bytes.hasRemaining()) {
            current.write(bytes);
        }
        currentBytes += length;
    }

    private void startNext() throws IOException {
        current.close();
        full.addLast(new Segment(path(number), number, currentBytes));
        number++;
        current = channel(path(number));
        currentBytes = 0;
        long all = full.stream().mapToLong(Segment::bytes).sum();
        while (all > mostBytes - mostBytes / FILES && !full.isEmpty()) {
            Segment oldest = full.removeFirst();
            Files.deleteIfExists(oldest.file());
            all -= oldest.bytes();
        }
    }

    private Path path(long segment) {
        return folder.resolve(String.format(Locale.ROOT, "%010d", segment) + SUFFIX);
    }

    private static FileChannel channel(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static int checksum(byte[] record) {
        CRC32 crc = new CRC32();
        crc.update(record);
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        current.close();
    }
}
