// SPDX-License-Identifier: Apache-2.0
package io.truename.listing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Lines of a text in UTF-8, of which one line may be as long as the text: more than a bound is not kept. Not for several threads. */
public final class BoundedLines {
    /** Far above a user, a hash and a number. */
    static final int LONGEST = 4_096;

    private static final int BUFFER = 1 << 16;
    private static final String MARK = "\uFEFF";

    /** A character has at most three bytes, also one that stands for bytes that are none; a carriage return may follow. */
    private static final int MOST_KEPT = 3 * LONGEST + 2;

    private final InputStream text;
    private final byte[] buffer = new byte[BUFFER];
    private final byte[] kept = new byte[MOST_KEPT];
    private int at;
    private int filled;
    private long position;
    private long number;

    /** Lines of a whole text. */
    public BoundedLines(InputStream text) {
        this(text, 0);
    }

    /**
     * Lines of the rest of a text.
     *
     * @param position of the stream's first byte in the text
     */
    public BoundedLines(InputStream text, long position) {
        this.text = text;
        this.position = position;
    }

    /** Place of the next line in the text, in bytes. */
    public long position() {
        return position;
    }

    /** Number of lines that were read. */
    public long number() {
        return number;
    }

    /** The next line, without its end; more characters than the bound of a line that is too long. Empty at the end of the text. */
    public Optional<String> next() throws IOException {
        long start = position;
        int length = 0;
        boolean ended = false;
        while (!ended && fill()) {
            int end = at;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            int copied = Math.min(end - at, MOST_KEPT - length);
            System.arraycopy(buffer, at, kept, length, copied);
            length += copied;
            ended = end < filled;
            int read = end - at + (ended ? 1 : 0);
            position += read;
            at += read;
        }
        if (position == start) {
            return Optional.empty();
        }
        number++;
        boolean whole = length < MOST_KEPT;
        int shown = whole && length > 0 && kept[length - 1] == '\r' ? length - 1 : length;
        String line = new String(kept, 0, shown, StandardCharsets.UTF_8);
        return Optional.of(start == 0 && line.startsWith(MARK) ? line.substring(1) : line);
    }

    private boolean fill() throws IOException {
        if (at == filled) {
            filled = Math.max(0, text.read(buffer, 0, BUFFER));
            at = 0;
        }
        return at < filled;
    }
}
