// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.ForeignKey;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.corpus.schema.Relation;
import io.truename.corpus.schema.UniqueKey;
import io.truename.postgres.corpus.fixture.SampleCorpus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Names are {@code A}, {@code B}; tables are those of the sample: documents, chunks, buffer, events, jobs. */
class MergeClosureTest {
    private static final int DOCUMENTS = 0;
    private static final int CHUNKS = 1;
    private static final int BUFFER = 2;
    private static final int EVENTS = 3;
    private static final int JOBS = 4;

    private final CorpusSchema schema = schema();
    private final ForeignKey eventsOfJobs = new ForeignKey(
            "events_job_id_fkey",
            schema.tables().get(EVENTS).relation().name(),
            List.of("job_id"),
            schema.tables().get(JOBS).relation().name(),
            List.of("job_id"),
            true,
            false,
            'a',
            'a');
    private final MergeClosure closure = new MergeClosure(schema.tables().stream()
            .map(table -> new MergeTable(schema, table, List.of(eventsOfJobs), List.of()))
            .toList());

    @Test
    void replacedDocument_isDeleted_andItsChildrenStay() {
        closure.replace("0", "b", "a");
        closure.add(List.of(
                row(DOCUMENTS, 1, "document_id", "a"),
                row(DOCUMENTS, 2, "document_id", "b"),
                chunk(1, "x", "a", 0),
                chunk(2, "y", "b", 1)));

        closure.merge();

        assertThat(places(closure.deleted(DOCUMENTS))).containsExactly("2");
        assertThat(places(closure.staying(DOCUMENTS))).containsExactly("1");
        assertThat(closure.deleted(CHUNKS)).isEmpty();
        assertThat(closure.spaces()).containsExactly("0");
    }

    @Test
    void chunksThatWouldBeTwice_areMergedIntoTheOneThatStaysAsItIs() {
        closure.replace("0", "b", "a");
        closure.add(List.of(chunk(1, "y", "b", 0), chunk(2, "x", "a", 0)));

        assertThat(closure.merge()).isTrue();

        assertThat(places(closure.deleted(CHUNKS))).containsExactly("1");
        assertThat(closure.replacements("1")).containsExactly(Map.entry("y", "x"));
    }

    @Test
    void merging_goesOnToWhatHangsOnIt_untilNothingFollows() {
        closure.replace("0", "b", "a");
        closure.add(List.of(chunk(1, "x", "a", 0), chunk(2, "y", "b", 0)));
        closure.add(List.of(job(1, "j1", "a", "parse"), job(2, "j2", "b", "parse"), job(3, "j3", "b", "own")));
        closure.merge();

        assertThat(closure.add(List.of(
                        row(BUFFER, 1, "chunk_id", "x"),
                        row(BUFFER, 2, "chunk_id", "y"),
                        row(EVENTS, 1, "document_id", "b", "job_id", "j2"))))
                .isTrue();
        closure.merge();

        assertThat(places(closure.deleted(BUFFER))).containsExactly("2");
        assertThat(places(closure.deleted(JOBS))).containsExactly("2");
        assertThat(places(closure.staying(EVENTS))).containsExactly("1");
        assertThat(closure.replacements("upload_pipeline.upload_jobs.job_id")).containsExactly(Map.entry("j2", "j1"));
        assertThat(closure.merge()).isFalse();
        assertThat(closure.add(List.of(row(BUFFER, 1, "chunk_id", "x")))).isFalse();
    }

    @Test
    void replacementOfAReplacement_leadsToTheLast() {
        closure.replace("0", "c", "b");
        closure.replace("0", "b", "a");
        closure.add(List.of(chunk(1, "x", "a", 0), chunk(2, "y", "b", 0), chunk(3, "z", "c", 0)));

        closure.merge();

        assertThat(closure.replacements("0")).containsExactly(Map.entry("c", "a"), Map.entry("b", "a"));
        assertThat(closure.replacements("1")).containsOnly(Map.entry("y", "x"), Map.entry("z", "x"));
    }

    @Test
    void chunkThatTheSurvivorLacks_staysOfTheOneThatIsMergedFirst_whereverItIsStored() {
        closure.replace("0", "c", "a");
        closure.replace("0", "b", "a");
        closure.add(List.of(chunk(1, "y", "b", 0), chunk(2, "z", "c", 0)));

        closure.merge();

        assertThat(places(closure.deleted(CHUNKS))).containsExactly("1");
        assertThat(closure.replacements("1")).containsExactly(Map.entry("y", "z"));
    }

    @Test
    void null_isNeverTheSameAsAnother() {
        closure.replace("0", "b", "a");
        closure.add(List.of(job(1, "j1", "a", null), job(2, "j2", "b", null)));

        assertThat(closure.merge()).isFalse();

        assertThat(closure.deleted(JOBS)).isEmpty();
    }

    @Test
    void namesOfIds_areComparedInLowerCase() {
        closure.replace("0", "b", "a");
        closure.add(List.of(chunk(1, "X", "A", 0), chunk(2, "Y", "B", 0)));

        closure.merge();

        assertThat(closure.replacements("1")).containsExactly(Map.entry("y", "x"));
    }

    private static MergeRow chunk(int place, String id, String document, int ordinal) {
        return row(
                CHUNKS,
                place,
                "chunk_id",
                id,
                "document_id",
                document,
                "chunker_name",
                "fixed",
                "chunker_version",
                "1",
                "chunk_ord",
                String.valueOf(ordinal));
    }

    private static MergeRow job(int place, String id, String document, @Nullable String stage) {
        return row(JOBS, place, "job_id", id, "document_id", document, "stage", stage);
    }

    private static MergeRow row(int table, int place, @Nullable String... values) {
        Map<String, @Nullable String> byColumn = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i += 2) {
            byColumn.put(String.valueOf(values[i]), values[i + 1]);
        }
        return new MergeRow(table, String.valueOf(place), String.valueOf(place), byColumn);
    }

    private static List<String> places(List<MergeRow> rows) {
        return rows.stream().map(MergeRow::place).toList();
    }

    /** The sample, in which a document has one job of a stage, and a chunk one row of the buffer. */
    private static CorpusSchema schema() {
        CorpusSchema sample = SampleCorpus.schema();
        List<RekeyedTable> tables = new ArrayList<>(sample.tables());
        tables.set(BUFFER, with(tables.get(BUFFER), "chunk_id"));
        tables.set(JOBS, with(tables.get(JOBS), "document_id", "stage"));
        return new CorpusSchema(sample.namespace(), sample.documents(), sample.chunks(), tables, sample.foreignKeys());
    }

    private static RekeyedTable with(RekeyedTable table, String... unique) {
        Relation relation = table.relation();
        return new RekeyedTable(
                new Relation(
                        relation.name(),
                        relation.partitioned(),
                        relation.rows(),
                        relation.columns(),
                        relation.primaryKey(),
                        List.of(new UniqueKey("once", List.of(unique), false, false))),
                table.idColumns(),
                table.inexactColumns());
    }
}
