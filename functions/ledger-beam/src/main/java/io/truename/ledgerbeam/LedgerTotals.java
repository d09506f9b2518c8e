// SPDX-License-Identifier: Apache-2.0
package io.truename.ledgerbeam;

import io.truename.costing.savings.ContentHash;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.values.KV;

/** Totals of many contents: their sums, and of those with different sizes the first by hash. */
final class LedgerTotals implements Serializable {
    /** Contents with different sizes that are told one by one. */
    static final int MOST_TOLD = 20;

    private static final long serialVersionUID = 1;

    private final LedgerSums sums;
    private final TreeMap<String, DifferingContent> differing = new TreeMap<>();

    private LedgerTotals(LedgerSums sums) {
        this.sums = sums;
    }

    /**
     * A content for which documents state different sizes.
     *
     * @param hash its SHA-256 in hex digits
     */
    record DifferingContent(String hash, long smallest, long largest, long documents) implements Serializable {}

    LedgerSums sums() {
        return sums;
    }

    /** The first by hash, at most {@link #MOST_TOLD}. */
    List<DifferingContent> differing() {
        return List.copyOf(differing.values());
    }

    private void add(ContentHash hash, Copies copies) {
        sums.add(copies);
        if (copies.sized() && copies.differs()) {
            tell(new DifferingContent(
                    HexFormat.of().formatHex(hash.bytes()), copies.smallest(), copies.largest(), copies.documents()));
        }
    }

    private void add(LedgerTotals other) {
        sums.add(other.sums);
        other.differing.values().forEach(this::tell);
    }

    private void tell(DifferingContent content) {
        differing.put(content.hash(), content);
        if (differing.size() > MOST_TOLD) {
            differing.pollLastEntry();
        }
    }

    /** Adds up contents, each of which comes once. */
    static final class Of extends Combine.CombineFn<KV<ContentHash, Copies>, LedgerTotals, LedgerTotals> {
        private static final long serialVersionUID = 1;

        @Override
        public LedgerTotals createAccumulator() {
            return new LedgerTotals(new LedgerSums());
        }

        @Override
        public LedgerTotals addInput(LedgerTotals totals, KV<ContentHash, Copies> content) {
            totals.add(content.getKey(), content.getValue());
            return totals;
        }

        @Override
        public LedgerTotals mergeAccumulators(Iterable<LedgerTotals> parts) {
            LedgerTotals all = new LedgerTotals(new LedgerSums());
            parts.forEach(all::add);
            return all;
        }

        @Override
        public LedgerTotals extractOutput(LedgerTotals totals) {
            return totals;
        }

        @Override
        public Coder<LedgerTotals> getAccumulatorCoder(
                CoderRegistry registry, Coder<KV<ContentHash, Copies>> contents) {
            return Written.INSTANCE;
        }

        @Override
        public Coder<LedgerTotals> getDefaultOutputCoder(
                CoderRegistry registry, Coder<KV<ContentHash, Copies>> contents) {
            return Written.INSTANCE;
        }
    }

    /** Writes totals. A runner copies those that wait to be added up, often where each content is a bundle. */
    private static final class Written extends AtomicCoder<LedgerTotals> {
        private static final long serialVersionUID = 1;

        private static final Written INSTANCE = new Written();

        @Override
        public void encode(LedgerTotals totals, OutputStream out) throws IOException {
            totals.sums.write(out);
            VarIntCoder.of().encode(totals.differing.size(), out);
            for (DifferingContent content : totals.differing.values()) {
                StringUtf8Coder.of().encode(content.hash(), out);
                VarLongCoder.of().encode(content.smallest(), out);
                VarLongCoder.of().encode(content.largest(), out);
                VarLongCoder.of().encode(content.documents(), out);
            }
        }

        @Override
        public LedgerTotals decode(InputStream in) throws IOException {
            LedgerTotals totals = new LedgerTotals(LedgerSums.read(in));
            for (int left = VarIntCoder.of().decode(in); left > 0; left--) {
                totals.tell(new DifferingContent(
                        StringUtf8Coder.of().decode(in),
                        VarLongCoder.of().decode(in),
                        VarLongCoder.of().decode(in),
                        VarLongCoder.of().decode(in)));
            }
            return totals;
        }
    }
}
