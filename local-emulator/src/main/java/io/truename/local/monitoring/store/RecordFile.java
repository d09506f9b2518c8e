// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.ObjLongConsumer;
import java.util.zip.CRC32C;

/**
 * File of records, each with its length and checksum. A record is in the hands of the operating system when {@link #append}
 * returns, so it survives the end of the process; a torn one at the end of the file is cut off when the file is opened.
 */
final class RecordFile implements AutoCloseable {
    private static final int HEADER = 8;
    private static final int MOST = 1 << 26;

    private final FileChannel channel;
    private long size;

    private RecordFile(FileChannel channel) {
        this.channel = channel;
    }

    /** Opens a file, creates it if there is none, and passes each whole record with its address to {@code reader}. */
    static RecordFile open(Path path, ObjLongConsumer<byte[]> reader) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            RecordFile file = new RecordFile(FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
            file.scan(reader);
            return file;
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot open " + path, failed);
        }
    }

    /** Creates a file that ends with this process. */
    static RecordFile temporary() {
        try {
            Path path = Files.createTempFile("truename-metrics", ".blocks");
            FileChannel channel = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            // Most systems can delete an open file: then nothing stays behind, however the process ends.
            Files.deleteIfExists(path);
            return new RecordFile(channel);
        } catch (IOException failed) {
            throw new UncheckedIOException(
                    "Cannot create a file for metrics in the folder for temporary files", failed);
        }
    }

    private void scan(ObjLongConsumer<byte[]> reader) throws IOException {
        long length = channel.size();
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        while (size + HEADER <= length) {
            channel.read(header.clear(), size);
            int bytes = header.getInt(0);
            if (bytes < 0 || bytes > MOST || size + HEADER + bytes > length) {
                break;
            }
            byte[] body = readFully(size + HEADER, bytes);
            if (checksum(body) != header.getInt(4)) {
                break;
            }
            reader.accept(body, size);
            size += HEADER + bytes;
        }
        channel.truncate(size);
    }

    /** Appends a record and returns its address. */
    long append(byte[] body) {
        ByteBuffer record = ByteBuffer.allocate(HEADER + body.length);
        record.putInt(body.length).putInt(checksum(body)).put(body).flip();
        long address = size;
        try {
            while (record.hasRemaining()) {
                size += channel.write(record, size);
            }
        } catch (IOException failed) {
            size = address;
            throw new UncheckedIOException("Cannot write metrics", failed);
        }
        return address;
    }

    byte[] read(long address) {
        try {
            ByteBuffer header = ByteBuffer.allocate(HEADER);
            channel.read(header, address);
            return readFully(address + HEADER, header.getInt(0));
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot read metrics", failed);
        }
    }

    private byte[] readFully(long address, int length) throws IOException {
        ByteBuffer body = ByteBuffer.allocate(length);
        while (body.hasRemaining()) {
            if (channel.read(body, address + body.position()) < 0) {
                throw new IOException("The file ends within a record");
            }
        }
        return body.array();
    }

    private static int checksum(byte[] body) {
        CRC32C checksum = new CRC32C();
        checksum.update(body);
        return (int) checksum.getValue();
    }

    long size() {
        return size;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot close a file of metrics", failed);
        }
    }
}
