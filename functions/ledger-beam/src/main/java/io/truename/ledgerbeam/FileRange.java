// SPDX-License-Identifier: Apache-2.0
package io.truename.ledgerbeam;

import io.truename.listing.BoundedLines;
import io.truename.listing.FileFormat;
import io.truename.listing.ListReader;
import io.truename.listing.ListedLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;

/**
 * Range of a file: the lines that begin in it, so that each line of the file is in exactly one range.
 *
 * @param file its name in its file system
 * @param header of a table; empty of JSON lines
 * @param body place where lines after the header begin
 * @param index place among the file's ranges, from 0
 * @param from place of the first byte; 0 in a packed file
 * @param to place after the last byte; {@link Long#MAX_VALUE} in the last range
 */
record FileRange(String file, FileFormat format, String header, long body, int index, long from, long to)
        implements Serializable {
    /**
     * Ranges of one size in place of this one, which is the whole file.
     *
     * @param length of the file; the last range goes on to its end, should it have grown
     */
    List<FileRange> divided(long length, long size) {
        List<FileRange> ranges = new ArrayList<>();
        long begin = 0;
        while (length - begin > size) {
            ranges.add(new FileRange(file, format, header, body, ranges.size(), begin, begin + size));
            begin += size;
        }
        ranges.add(new FileRange(file, format, header, body, ranges.size(), begin, Long.MAX_VALUE));
        return ranges;
    }

    /** Whether the file has no other range. */
    boolean whole() {
        return from == 0 && to == Long.MAX_VALUE;
    }

    /**
     * Reads the lines of this range.
     *
     * @param taker receives their numbers from 1 in this range
     * @return number of lines that begin here, with those of the header
     * @throws IOException naming the file, if it breaks off
     */
    long read(ListReader.Taker taker) throws IOException {
        try (InputStream stream = open(file, Math.max(0, from - 1))) {
            BoundedLines lines = new BoundedLines(stream, Math.max(0, from - 1));
            if (from > 0) {
                lines.next();
            }
            long before = lines.number();
            boolean more = true;
            while (more && lines.position() < Math.min(body, to)) {
                more = lines.next().isPresent();
            }
            ListReader reader = format == FileFormat.CSV ? ListReader.csv(header) : ListReader.json();
            reader.read(lines, to, new Shifted(taker, before));
            return lines.number() - before;
        } catch (IOException broken) {
            throw new IOException("--input: " + file + " cannot be read to its end; see that it is whole", broken);
        }
    }

    /** The bytes of a file from a place on, unpacked if its name says that it is packed. */
    static InputStream open(String file, long from) throws IOException {
        ReadableByteChannel channel = FileSystems.open(FileSystems.matchNewResource(file, false));
        try {
            if (from > 0) {
                ((SeekableByteChannel) channel).position(from);
            }
            return FileFormat.unpacked(file, Channels.newInputStream(channel));
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    private record Shifted(ListReader.Taker taker, long before) implements ListReader.Taker {
        @Override
        public void take(long number, ListedLine line) {
            taker.take(number - before, line);
        }

        @Override
        public void unreadable(long number, String problem) {
            taker.unreadable(number - before, problem);
        }
    }
}
