// SPDX-License-Identifier: Apache-2.0
package io.truename.ledgerbeam;

import io.truename.ledgerbeam.Complaints.Complaint;
import io.truename.listing.ListedLine.Field;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.util.SerializableUtils;

/**
 * Report of the reading of lists: documents that no content has, complaints, and how many lines each range has. It grows by one number for
 * each range, and by nothing else.
 */
final class ReadingReport implements Serializable {
    private static final long serialVersionUID = 1;

    private final LedgerSums beside = new LedgerSums();
    private final Complaints unreadable = new Complaints();
    private final EnumMap<Field, Complaints> fields = new EnumMap<>(Field.class);
    private final TreeMap<String, TreeMap<Integer, Long>> lines = new TreeMap<>();

    ReadingReport() {
        for (Field field : Field.values()) {
            fields.put(field, new Complaints());
        }
    }

    /** Documents without a hash or an owner. */
    LedgerSums beside() {
        return beside;
    }

    /** Lines that are no document, and in no count. */
    Complaints unreadable() {
        return unreadable;
    }

    /** Documents for which a field is not absent and breaks its rule. */
    Complaints of(Field field) {
        return fields.computeIfAbsent(field, absent -> new Complaints());
    }

    /** Notes how many lines a range has. Files of one range need no note. */
    void lines(FileRange range, long number) {
        if (!range.whole()) {
            lines.computeIfAbsent(range.file(), absent -> new TreeMap<>()).put(range.index(), number);
        }
    }

    /** Number of a line in its file, from 1; known when all ranges of the file are in this report. */
    long line(Complaint complaint) {
        long before = lines.getOrDefault(complaint.file(), new TreeMap<>()).headMap(complaint.range()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        return before + complaint.line();
    }

    private void add(ReadingReport other) {
        beside.add(other.beside);
        unreadable.add(other.unreadable);
        for (Map.Entry<Field, Complaints> field : other.fields.entrySet()) {
            of(field.getKey()).add(field.getValue());
        }
        other.lines.forEach((file, ranges) ->
                lines.computeIfAbsent(file, absent -> new TreeMap<>()).putAll(ranges));
    }

    /** Joins reports of ranges, each of which comes once. */
    static final class Joined extends Combine.CombineFn<ReadingReport, ReadingReport, ReadingReport> {
        private static final long serialVersionUID = 1;

        @Override
        public ReadingReport createAccumulator() {
            return new ReadingReport();
        }

        @Override
        public ReadingReport addInput(ReadingReport all, ReadingReport range) {
            all.add(range);
            return all;
        }

        @Override
        public ReadingReport mergeAccumulators(Iterable<ReadingReport> parts) {
            ReadingReport all = new ReadingReport();
            parts.forEach(all::add);
            return all;
        }

        @Override
        public ReadingReport extractOutput(ReadingReport all) {
            return all;
        }

        @Override
        public Coder<ReadingReport> getAccumulatorCoder(CoderRegistry registry, Coder<ReadingReport> reports) {
            return Written.INSTANCE;
        }

        @Override
        public Coder<ReadingReport> getDefaultOutputCoder(CoderRegistry registry, Coder<ReadingReport> reports) {
            return Written.INSTANCE;
        }
    }

    /** Writes reports by serialization, since they are few. Equal reports are equal bytes, which Beam compares. */
    static final class Written extends AtomicCoder<ReadingReport> {
        static final Written INSTANCE = new Written();

        private static final long serialVersionUID = 1;

        @Override
        public void encode(ReadingReport report, OutputStream out) throws IOException {
            ByteArrayCoder.of().encode(SerializableUtils.serializeToByteArray(report), out);
        }

        @Override
        public ReadingReport decode(InputStream in) throws IOException {
            byte[] bytes = ByteArrayCoder.of().decode(in);
            return (ReadingReport) SerializableUtils.deserializeFromByteArray(bytes, "report of a reading");
        }
    }
}
