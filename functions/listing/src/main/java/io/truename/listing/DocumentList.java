// SPDX-License-Identifier: Apache-2.0
package io.truename.listing;

import io.truename.costing.savings.ListedDocuments;
import io.truename.costing.savings.ListedDocuments.Bounds;
import io.truename.costing.savings.ListedDocuments.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Reads a list of documents, each with user, hash and bytes, as CSV with a header or JSON lines, and counts its ledger or estimates it. It
 * is read as a stream, twice if its contents do not fit in memory. Lines that cannot be read are left out and told.
 */
public final class DocumentList {
    /** Lines that are told one by one. */
    public static final int MOST_TOLD = 20;

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
     * Result of reading a list.
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
        Lines each = new Lines(taker, told);
        try (InputStream stream = source.open()) {
            BoundedLines lines = new BoundedLines(stream);
            ListReader reader = format == FileFormat.CSV ? ListReader.csv(ListReader.header(lines)) : ListReader.json();
            reader.read(lines, Long.MAX_VALUE, each);
        }
        return each.bad;
    }

    /** Takes lines without any problem. */
    private static final class Lines implements ListReader.Taker {
        private final Taker taker;
        private final List<BadLine> told;
        private long bad;

        private Lines(Taker taker, List<BadLine> told) {
            this.taker = taker;
            this.told = told;
        }

        @Override
        public void take(long number, ListedLine line) {
            if (line.problems().isEmpty()) {
                taker.take(
                        number,
                        HexFormat.of().parseHex(line.hash().orElseThrow()),
                        line.owner().orElseThrow(),
                        line.size().orElseThrow());
            } else {
                unreadable(number, line.problems().get(0).sentence());
            }
        }

        @Override
        public void unreadable(long number, String problem) {
            bad++;
            if (told.size() < MOST_TOLD) {
                told.add(new BadLine(number, problem));
            }
        }
    }
}
