// SPDX-License-Identifier: Apache-2.0
package io.truename.local.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Content on its way into a bucket: a file of its own that grows, and its hashes. Closing it deletes what did not become an object. */
final class UploadFile extends OutputStream {
    private final Path file;
    private final FileChannel channel;
    private final CRC32C crc = new CRC32C();
    private final MessageDigest md5;
    private long size;
    private Optional<String> ended = Optional.empty();

    /** Creates an empty one. */
    UploadFile(Path folder) throws IOException {
        try {
            md5 = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException inEveryJdk) {
            throw new IllegalStateException(inEveryJdk);
        }
        file = Files.createTempFile(folder, "upload-", ".part");
        channel = FileChannel.open(file, StandardOpenOption.WRITE);
    }

    long size() {
        return size;
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        append(ByteBuffer.wrap(bytes, from, length));
        crc.update(bytes, from, length);
        md5.update(bytes, from, length);
        size += length;
    }

    /** Returns the CRC32C of the content so far, in base64. */
    String crc32c() {
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(Integer.BYTES)
                        .putInt((int) crc.getValue())
                        .array());
    }

    /** Ends the content and returns its MD5, in base64. */
    String md5() {
        if (ended.isEmpty()) {
            ended = Optional.of(Base64.getEncoder().encodeToString(md5.digest()));
        }
        return ended.get();
    }

    /** Adds the trailer, brings all of it to the disk, and returns the file, which is the caller's now. */
    Path finish(byte[] trailer) throws IOException {
        append(ByteBuffer.wrap(trailer));
        channel.force(true);
        channel.close();
        return file;
    }

    private void append(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) < 0) {
                throw new IOException("nothing more can be written");
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }
}
