// SPDX-License-Identifier: Apache-2.0
package io.truename.local.storage;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * File format of an object: the content, then its description as JSON, the length of that in four bytes, and four bytes that end
 * every such file. So content is written as it comes, and a file that was not written to its end is none.
 */
final class ObjectFile {
    private static final int END = 0x544e4f31;
    private static final int TAIL = 2 * Integer.BYTES;
    private static final int MOST_DESCRIPTION = 1 << 20;

    private ObjectFile() {}

    /** Trailer of the file, which follows the content. */
    static byte[] trailer(StoredObject object) throws IOException {
        byte[] description = StorageJson.bytes(StorageJson.description(object));
        return ByteBuffer.allocate(description.length + TAIL)
                .put(description)
                .putInt(description.length)
                .putInt(END)
                .array();
    }

    /**
     * Reads the description.
     *
     * @throws IOException if the file is damaged
     */
    static StoredObject read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            ByteBuffer tail = read(channel, size - TAIL, TAIL);
            int length = tail.getInt();
            if (tail.getInt() != END || length < 2 || length > MOST_DESCRIPTION || length > size - TAIL) {
                throw new IOException("its end is missing");
            }
            StoredObject object = StorageJson.object(
                    StorageJson.read(read(channel, size - TAIL - length, length).array()));
            if (object.size() != size - TAIL - length) {
                throw new IOException("its content has another size than it should");
            }
            return object;
        }
    }

    private static ByteBuffer read(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (from < 0 || channel.read(bytes, from + bytes.position()) < 0) {
                throw new EOFException("its end is missing");
            }
        }
        return bytes.flip();
    }
}
