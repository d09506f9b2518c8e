// SPDX-License-Identifier: Apache-2.0
package io.truename.listing;

import java.io.IOException;
import java.util.Optional;

/** Reader of the lines of a list, or of a part of a list that others read the rest of. */
public final class ListReader {
    private final LineFormat format;

    private ListReader(LineFormat format) {
        this.format = format;
    }

    /** Receives lines that are not blank, each once. */
    public interface Taker {
        /**
         * Takes a line; some of its fields may be absent or wrong.
         *
         * @param number of the line, as {@link BoundedLines#number} says
         */
        void take(long number, ListedLine line);

        /** Takes the problem of a line that has no fields. */
        void unreadable(long number, String problem);
    }

    /**
     * Reads the header of a table, which is its first line that is not blank.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static String header(BoundedLines lines) throws IOException {
        for (Optional<String> next = lines.next(); next.isPresent(); next = lines.next()) {
            if (!next.get().isBlank()) {
                return next.get();
            }
        }
        throw new IllegalArgumentException("header: is missing; the first line names the columns user, hash and bytes");
    }

    /**
     * A reader of comma-separated values.
     *
     * @throws IllegalArgumentException if user, hash or bytes is missing in the header
     */
    public static ListReader csv(String header) {
        return new ListReader(LineFormat.csv(header));
    }

    /** A reader of JSON objects, one a line. */
    public static ListReader json() {
        return new ListReader(LineFormat.json());
    }

    /**
     * Reads lines.
     *
     * @param end first position from which no line is read
     * @throws IOException if the list breaks off
     */
    public void read(BoundedLines lines, long end, Taker taker) throws IOException {
        while (lines.position() < end) {
            Optional<String> line = lines.next();
            if (line.isEmpty()) {
                return;
            }
            if (!line.get().isBlank()) {
                read(lines.number(), line.get(), taker);
            }
        }
    }

    private void read(long number, String line, Taker taker) {
        if (line.length() > BoundedLines.LONGEST) {
            taker.unreadable(number, "is longer than " + BoundedLines.LONGEST + " characters");
            return;
        }
        ListedLine read;
        try {
            read = format.read(line);
        } catch (IllegalArgumentException broken) {
            taker.unreadable(number, String.valueOf(broken.getMessage()));
            return;
        }
        taker.take(number, read);
    }
}
