// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import io.truename.local.corpus.ChunkSlices;
import io.truename.local.corpus.Chunker;
import io.truename.local.corpus.Upload;
import io.truename.local.story.SourceTally.Met;
import java.io.IOException;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reader that turns a file into an upload. One pass hashes the whole file and every slice. */
final class FileReader {
    /** Chunker with slices of 64 KiB; the size doubles until a document has at most {@value #MOST_SLICES} slices. */
    static final Chunker CHUNKER = new Chunker("fixed-size", "1");

    static final int MOST_SLICES = 4_096;

    private static final int BUFFER = 64 * 1024;
    private static final int MOST_NAME_CHARACTERS = 255;

    private final Path root;
    private final SourceTally tally;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private final MessageDigest whole = Sha256.digest();
    private final MessageDigest slice = Sha256.digest();

    FileReader(Path root, SourceTally tally) {
        this.root = root;
        this.tally = tally;
    }

    /** Reads a file. Returns empty, and counts the file, if it is unreadable or changes during the read. */
    Optional<Upload> read(FileWalk.Found file) throws InterruptedException {
        long size = file.attributes().size();
        long sliceBytes = sliceBytes(size);
        byte[] hashes = new byte[Math.toIntExact((size + sliceBytes - 1) / sliceBytes) * ChunkSlices.HASH_BYTES];
        try {
            // An empty file needs no read; a kernel file that looks empty might block or never end.
            if (size > 0 && !hash(file.path(), size, sliceBytes, hashes)) {
                tally.add(Met.CHANGED);
                return Optional.empty();
            }
            BasicFileAttributes after =
                    Files.readAttributes(file.path(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (after.size() != size
                    || !after.lastModifiedTime().equals(file.attributes().lastModifiedTime())) {
                whole.reset();
                tally.add(Met.CHANGED);
                return Optional.empty();
            }
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException("reading was interrupted");
        } catch (NoSuchFileException e) {
            tally.add(Met.CHANGED);
            return Optional.empty();
        } catch (IOException e) {
            tally.add(Met.UNREADABLE);
            return Optional.empty();
        }
        return Optional.of(upload(file.path(), size, sliceBytes, hashes));
    }

    static long sliceBytes(long size) {
        long sliceBytes = BUFFER;
        while (size > sliceBytes * MOST_SLICES) {
            sliceBytes *= 2;
        }
        return sliceBytes;
    }

    /** Hashes the file. Returns false if its length is not exactly {@code size} bytes. */
    private boolean hash(Path path, long size, long sliceBytes, byte[] hashes) throws IOException {
        whole.reset();
        slice.reset();
        long read = 0;
        int slices = 0;
        try (SeekableByteChannel channel =
                Files.newByteChannel(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            while (read <= size) {
                buffer.clear();
                // A buffer never crosses the end of a slice.
                buffer.limit((int) Math.min(BUFFER, sliceBytes - read % sliceBytes));
                int count = channel.read(buffer);
                if (count < 0) {
                    break;
                }
                read += count;
                if (read > size) {
                    return false;
                }
                whole.update(buffer.array(), 0, count);
                slice.update(buffer.array(), 0, count);
                if (count > 0 && (read % sliceBytes == 0 || read == size)) {
                    slice.digest(hashes, slices++ * ChunkSlices.HASH_BYTES, ChunkSlices.HASH_BYTES);
                }
            }
            return read == size;
        } catch (DigestException e) {
            throw new IllegalStateException("The hashes do not fit their own count", e);
        }
    }

    private Upload upload(Path path, long size, long sliceBytes, byte[] hashes) {
        tally.add(Met.DOCUMENT);
        tally.add(Met.BYTE, size);
        if (size == 0) {
            tally.add(Met.EMPTY);
            whole.reset();
        }
        String name = String.valueOf(path.getFileName());
        String plain = plain(name);
        if (!plain.equals(name) || name.indexOf('\uFFFD') >= 0) {
            tally.add(Met.ODD_NAME);
        }
        String shortened = plain.substring(0, Math.min(plain.length(), MOST_NAME_CHARACTERS));
        String mime = URLConnection.guessContentTypeFromName(shortened.replace('#', '_'));
        return new Upload(
                UUID.randomUUID(),
                StoryUsers.of(owner(path)),
                shortened,
                mime == null ? "application/octet-stream" : mime,
                size,
                HexFormat.of().formatHex(whole.digest()),
                ChunkSlices.of(size, sliceBytes, hashes));
    }

    private String owner(Path path) {
        Path below = root.relativize(path);
        return below.getNameCount() > 1 ? below.getName(0).toString() : "";
    }

    /** Replaces control characters and lone surrogates, which terminals and PostgreSQL cannot handle. */
    private static String plain(String name) {
        StringBuilder plain = new StringBuilder(name.length());
        name.codePoints()
                .map(point -> Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE
                        ? '\uFFFD'
                        : point)
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }
}
