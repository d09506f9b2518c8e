// SPDX-License-Identifier: Apache-2.0
package io.truename.listing;

import io.truename.costing.savings.ListedDocuments;
import io.truename.costing.savings.ListedDocuments.Bounds;
import io.truename.costing.savings.ListedDocuments.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a list of documents, each with user, hash and bytes, as CSV with a header or JSON lines, and counts its ledger or estimates it. It
 * is read as a stream, twice if its contents do not fit in memory. Lines that cannot be read are left out and told.
 */
public final class DocumentList {
    /** Lines that are told one by one. */
    public static final int MOST_TOLD = 20;

    private static final String MARK = "\uFEFF";

    private final FileFormat format;
    private final Source source;

    /** A list that is not read yet. */
    public DocumentList(FileFormat format, Source source) {
        this.format = format;
        this.source = source;
    }

    /** Opens the list, the same each time. */
    @FunctionalInterface
    public interface Source {
        InputStream open() throws IOException;
    }

    /**
     * Line that is left out.
     *
     * @param line from 1; of CSV with the header
     */
    public record BadLine(long line, String problem) {}

    /**
     * What a list says.
     *
     * @param bad number of lines that are left out
     * @param first of them
     */
    public record Read(Outcome outcome, long bad, List<BadLine> first) {}

    @FunctionalInterface
    private interface Taker {
        void take(long line, byte[] hash, String owner, long size);
    }

    /**
     * Reads the list.
     *
     * @throws IllegalArgumentException if it has no header, or is too large for an estimate; the message says what to do
     * @throws IOException if it breaks off
     */
    public Read read(Bounds bounds) throws IOException {
        ListedDocuments documents = new ListedDocuments(bounds);
        List<BadLine> told = new ArrayList<>();
        long bad = each(documents::add, told);
        if (documents.readAgain()) {
            each(documents::addAgain, new ArrayList<>());
        }
        return new Read(documents.outcome(), bad, told);
    }

    private long each(Taker taker, List<BadLine> told) throws IOException {
        long bad = 0;
        long number = 0;
        try (InputStream stream = source.open()) {
            BoundedLines lines = new BoundedLines(new InputStreamReader(stream, StandardCharsets.UTF_8));
            Optional<LineFormat> known = format == FileFormat.CSV ? Optional.empty() : Optional.of(LineFormat.json());
            for (Optional<String> next = lines.next(); next.isPresent(); next = lines.next()) {
                number++;
                String line =
                        number == 1 && next.get().startsWith(MARK) ? next.get().substring(1) : next.get();
                if (line.isBlank()) {
                    continue;
                }
                if (known.isEmpty()) {
                    known = Optional.of(LineFormat.csv(line));
                    continue;
                }
                try {
                    take(known.get(), line, number, taker);
                } catch (UnreadableLineException unreadable) {
                    bad++;
                    if (told.size() < MOST_TOLD) {
                        told.add(new BadLine(number, String.valueOf(unreadable.getMessage())));
                    }
                }
            }
            if (known.isEmpty()) {
                throw new IllegalArgumentException(
                        "header: is missing; the first line names the columns user, hash and bytes");
            }
        }
        return bad;
    }

    private static void take(LineFormat format, String line, long number, Taker taker) {
        ListedLine read;
        try {
            if (line.length() > BoundedLines.LONGEST) {
                throw new IllegalArgumentException("is longer than " + BoundedLines.LONGEST + " characters");
            }
            read = format.read(line);
        } catch (IllegalArgumentException wrong) {
            throw new UnreadableLineException(wrong);
        }
        taker.take(number, read.hash(), read.name().userId(), read.size());
    }

    private static final class UnreadableLineException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private UnreadableLineException(IllegalArgumentException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
