// SPDX-License-Identifier: Apache-2.0
package io.truename.ledgerbeam;

import io.truename.costing.savings.ContentHash;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.FileIO;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Distinct;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Redistribute;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Exact count of the ledger of exported documents, of any number, by {@link io.truename.costing.savings.CountedLedger}'s definition.
 *
 * <p>Documents are grouped by content and owner first, and then by content. A group is a few numbers whatever its size, so that the owners of one
 * content are counted exactly and nowhere held together. Every step adds, and what it adds is the same in any order: so is the result.
 */
final class LedgerPipeline {
    /** Small enough to be read again after a fault within seconds, and large enough that beginning it costs nothing. */
    static final long RANGE_BYTES = 64L << 20;

    /** Number of groups that the owners of one content are divided into before the last grouping. */
    private static final int OWNER_GROUPS = 16;

    private LedgerPipeline() {}

    /** Adds the count to a pipeline, from files to the file of the ledger. */
    static void add(Pipeline pipeline, LedgerSettings settings, long rangeBytes) {
        PCollectionTuple read = pipeline.apply(
                        "Patterns", Create.of(settings.patterns()).withCoder(StringUtf8Coder.of()))
                .apply("Files", FileIO.matchAll().withEmptyMatchTreatment(EmptyMatchTreatment.DISALLOW))
                .apply(
                        "Each file once",
                        Distinct.<Metadata, String>withRepresentativeValueFn(
                                        file -> file.resourceId().toString())
                                .withRepresentativeType(TypeDescriptors.strings()))
                .apply("Ranges", ParDo.of(new DivideFiles(settings.format(), rangeBytes)))
                .setCoder(SerializableCoder.of(FileRange.class))
                .apply("Spread ranges", Redistribute.arbitrarily())
                .apply(
                        "Documents",
                        ParDo.of(new ReadDocuments())
                                .withOutputTags(ReadDocuments.DOCUMENTS, TupleTagList.of(ReadDocuments.REPORTS)));
        PCollectionView<ReadingReport> report = read.get(ReadDocuments.REPORTS)
                .setCoder(ReadingReport.Written.INSTANCE)
                .apply("Report", Combine.globally(new ReadingReport.Joined()).asSingletonView());
        totals(read.get(ReadDocuments.DOCUMENTS)
                        .setCoder(KvCoder.of(OwnedContent.Coder.INSTANCE, Copies.Coder.INSTANCE)))
                .apply(
                        "Output",
                        ParDo.of(new WriteLedger(settings.output(), report)).withSideInputs(report));
    }

    private static PCollection<LedgerTotals> totals(PCollection<KV<OwnedContent, Copies>> documents) {
        return documents
                .apply("Of a content and owner", Combine.perKey(Copies::plusSameOwner))
                .apply(
                        "By content",
                        MapElements.into(new TypeDescriptor<KV<ContentHash, Copies>>() {})
                                .via(owned -> KV.of(owned.getKey().content(), owned.getValue())))
                .setCoder(KvCoder.of(OwnedContent.HashCoder.INSTANCE, Copies.Coder.INSTANCE))
                .apply(
                        "Of a content",
                        Combine.<ContentHash, Copies>perKey(Copies::plusOtherOwners)
                                .withHotKeyFanout(OWNER_GROUPS))
                .apply("Totals", Combine.globally(new LedgerTotals.Of()).withFanout(OWNER_GROUPS));
    }
}
