// SPDX-License-Identifier: Apache-2.0
package io.truename.ledgerbeam;

import io.truename.costing.savings.ContentHash;
import io.truename.ledgerbeam.Complaints.Complaint;
import io.truename.listing.ListReader;
import io.truename.listing.ListedLine;
import java.io.IOException;
import java.util.HexFormat;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;

/** Reads documents of ranges. Those without a hash or an owner, and complaints, are in one report for each range. */
final class ReadDocuments extends DoFn<FileRange, KV<OwnedContent, Copies>> {
    static final TupleTag<KV<OwnedContent, Copies>> DOCUMENTS = new TupleTag<>() {};
    static final TupleTag<ReadingReport> REPORTS = new TupleTag<>() {};

    private static final long serialVersionUID = 1;

    @ProcessElement
    public void read(@Element FileRange range, MultiOutputReceiver out) throws IOException {
        Taker taker = new Taker(range, out.get(DOCUMENTS));
        long lines = range.read(taker);
        taker.report.lines(range, lines);
        out.get(REPORTS).output(taker.report);
    }

    private static final class Taker implements ListReader.Taker {
        private final FileRange range;
        private final OutputReceiver<KV<OwnedContent, Copies>> documents;
        private final ReadingReport report = new ReadingReport();

        private Taker(FileRange range, OutputReceiver<KV<OwnedContent, Copies>> documents) {
            this.range = range;
            this.documents = documents;
        }

        @Override
        public void take(long number, ListedLine line) {
            for (ListedLine.Problem problem : line.problems()) {
                if (!problem.absent()) {
                    report.of(problem.field()).add(complaint(number, problem.rule()));
                }
            }
            if (line.hash().isEmpty()) {
                report.beside().addWithoutHash(line.size());
            } else if (line.owner().isEmpty()) {
                report.beside().addWithoutOwner(line.size());
            } else {
                ContentHash content =
                        ContentHash.of(HexFormat.of().parseHex(line.hash().get()));
                documents.output(KV.of(new OwnedContent(content, line.owner().get()), Copies.one(line.size())));
            }
        }

        @Override
        public void unreadable(long number, String problem) {
            report.unreadable().add(complaint(number, problem));
        }

        private Complaint complaint(long number, String problem) {
            return new Complaint(range.file(), range.index(), number, problem);
        }
    }
}
