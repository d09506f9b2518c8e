// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.assess.Assessment;
import io.truename.corpus.assess.AssessmentSections;
import io.truename.corpus.assess.DocumentCounts;
import io.truename.corpus.assess.SampleAttempt;
import io.truename.corpus.assess.SampleResult;
import io.truename.corpus.assess.UndeclaredReferences.Found;
import io.truename.corpus.mapping.MappingReader;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.corpus.assess.Assessor;
import io.truename.postgres.corpus.assess.ScanState;
import io.truename.postgres.corpus.fixture.CorpusDatabase;
import io.truename.postgres.corpus.schema.CorpusInspector;
import io.truename.postgres.corpus.schema.Inspection;
import io.truename.postgres.corpus.validate.CorpusNumbers;
import io.truename.postgres.corpus.validate.CorpusValidator;
import io.truename.postgres.rekeying.move.BatchMover;
import io.truename.reporting.ReportHtml;
import io.truename.testkit.Samples;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.schema.SchemaVariant;
import io.truename.testkit.suite.LongSuite;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every shape of corpus, in turn on the oldest and the newest server, or each on both with {@code -Dtruename.samples=all}: what the
 * assessment says is what the judge of migrations counts.
 */
class AssessorOnEveryShapeIT {
    private static final int DOCUMENTS = 40;

    static Stream<Arguments> variants() {
        return Samples.inTurn(SchemaVariant.values(), TestServer.Version.values()).stream()
                .map(pair -> Arguments.of(pair.getValue(), pair.getKey()));
    }

    /** Of shapes that are easily misread, what is known by heart: chunks, retrievable documents, references to nothing. */
    private static final Map<SchemaVariant, List<Long>> KNOWN = Map.of(
            SchemaVariant.TEXT_IDS_LOWER, List.of(124L, 3L, 0L),
            SchemaVariant.TEXT_IDS_UPPER, List.of(124L, 3L, 0L),
            SchemaVariant.BYTEA_HASH, List.of(124L, 3L, 0L),
            SchemaVariant.SEVERAL_CHUNK_TABLES, List.of(248L, 3L, 1L),
            SchemaVariant.PARTITIONED_CHILDREN, List.of(124L, 3L, 0L),
            SchemaVariant.SOFT_REFERENCES, List.of(124L, 3L, 154L));

    /** Places with ids that the mapping of a shape leaves out: a log of whole rows, and a key of JSON. The other shapes have none. */
    private static final Map<SchemaVariant, List<Found>> UNDECLARED = Map.of(
            SchemaVariant.TRIGGERS, List.of(undeclared("app.audit", "after", "$.id", 40)),
            SchemaVariant.SOFT_REFERENCES, List.of(undeclared("app.jobs", "payload", "$.other", 6)));

    /** Ids in the columns of a mapped pattern that are written otherwise. */
    private static final List<String> OTHER_SPELLINGS = List.of(
            "app.knowledge.data {id}",
            "app.knowledge.listed \"{ID}\":",
            "app.knowledge.listed c:*\"\\\\{ID}",
            "app.objects.collections file-{id}",
            "app.objects.name {id}",
            "app.objects.name raw/{id}.PDF");

    @LongSuite(sample = 4)
    @ParameterizedTest
    @MethodSource("variants")
    void assess_shape_saysWhatTheValidatorCountsAndChangesNothing(TestServer.Version version, SchemaVariant variant) {
        TestDatabase test = CorpusDatabase.withOurTables(version);
        variant.create(test, DOCUMENTS);
        Map<String, String> before = variant.contents(test);
        try (Database database = Database.of(DatabaseUrl.parse(test.url()), "test", 2)) {
            Inspection inspection =
                    database.with(session -> CorpusInspector.inspect(session, MappingReader.read(variant.mapping())));
            CorpusSchema schema = inspection.schema().orElseThrow();
            CorpusNumbers numbers = database.with(session -> new CorpusValidator(schema).validate(session));
            Assessor assessor = new Assessor(schema, Assessor.RECENT_DAYS);

            ScanState scanned = database.with(session -> assessor.scan(session, ScanState.BEGIN, () -> false));
            Assessment assessment = database.with(session ->
                    assessor.complete(session, scanned, () -> sample(database, schema), inspection.findings()));

            DocumentCounts total = assessment.documents().total();
            assertThat(total.documents()).isEqualTo(DOCUMENTS).isEqualTo(numbers.count("documents"));
            assertThat(total.chunks()).isEqualTo(numbers.count("chunks"));
            assertThat(total.toMove()).isEqualTo(DOCUMENTS - numbers.count("retrievableDocuments"));
            assertThat(total.chunksToMove()).isEqualTo(numbers.count("untrueChunks"));
            assertThat(assessment.documents().impact()).isEqualTo(numbers.impact());
            assertThat(assessment.references().stream()
                            .mapToLong(Assessment.Reference::orphans)
                            .sum())
                    .isEqualTo(numbers.orphans());
            assertThat(assessment.missingRights()).isEmpty();
            if (variant == SchemaVariant.IDS_WITHIN_TEXT) {
                assertThat(assessment.undeclared().found())
                        .extracting(found -> found.column() + " " + found.pattern())
                        .containsExactlyInAnyOrderElementsOf(OTHER_SPELLINGS);
            } else {
                assertThat(assessment.undeclared().found()).isEqualTo(UNDECLARED.getOrDefault(variant, List.of()));
            }
            assertThat(assessment.undeclared().unsearched()).isEmpty();
            List<Long> counted = List.of(total.chunks(), total.retrievable(), numbers.orphans());
            assertThat(counted).isEqualTo(KNOWN.getOrDefault(variant, counted));
            SampleResult sample = assessment.sample().orElseThrow();
            assertThat(sample.documents()).isPositive();
            assertThat(sample.inexactColumns()).isSubsetOf(variant.inexact());
            assertThat(ReportHtml.render(AssessmentSections.of(assessment))).contains("Recommended");
        }
        assertThat(variant.contents(test)).isEqualTo(before);
        for (String table : new String[] {"run", "document_map", "chunk_map", "batch", "shard", "archive"}) {
            assertThat(test.value("SELECT count(*) FROM truename." + table)).isEqualTo("0");
        }
    }

    private static Found undeclared(String table, String column, String path, long rows) {
        String line = "- {table: " + table + ", column: " + column + ", path: " + path + ", to: documents}";
        return new Found(table + "." + column, path, "{id}", List.of("app.documents"), rows, 0, DOCUMENTS, line, "");
    }

    private static SampleAttempt sample(Database database, CorpusSchema schema) {
        return database.with(session -> BatchMover.sampleWithoutPlan(session, schema))
                .map(sample -> new SampleResult(
                        sample.moved().documents(),
                        sample.moved().chunks(),
                        Map.of(),
                        sample.seconds(),
                        Math.max(0, sample.walBytes()),
                        sample.inexactColumns()))
                .map(SampleAttempt::of)
                .orElse(SampleAttempt.NONE);
    }
}
