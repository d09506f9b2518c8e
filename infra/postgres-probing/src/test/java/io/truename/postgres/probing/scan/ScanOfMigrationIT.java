// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.validate.CorpusNumbers;
import io.truename.postgres.corpus.validate.CorpusValidator;
import io.truename.postgres.rekeying.fixture.BookkeepingChanges;
import io.truename.postgres.rekeying.fixture.BookkeepingTable;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.probing.finding.FindingKind;
import io.truename.probing.finding.FindingState;
import io.truename.rekeying.run.DocumentState;
import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import io.truename.testkit.schema.SchemaVariant;
import io.truename.testkit.suite.LongSuite;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A corpus before, during and after a migration and a roll back: what will be moved is progress, and is a finding again. */
class ScanOfMigrationIT {
    private static final int DOCUMENTS = 60;

    /** What a migration is about. */
    private static final Set<FindingKind> OF_IDS = EnumSet.of(
            FindingKind.ID_RANDOM,
            FindingKind.ID_WRONG_RECIPE,
            FindingKind.ID_NOT_A_UUID,
            FindingKind.REFERENCE_WRONG_PARENT,
            FindingKind.USER_CANNOT_RETRIEVE,
            FindingKind.CONTENT_TWICE,
            FindingKind.ALIAS_DEAD);

    @LongSuite(sample = 3)
    @ParameterizedTest
    @EnumSource(SchemaVariant.class)
    void scans_beforeDuringAndAfter_findOnlyWhatNobodyMoves(SchemaVariant variant) {
        TestDatabase test = Migration.database(Version.NEWEST);
        variant.create(test, DOCUMENTS);
        try (Migration migration = Migration.of(variant, test);
                ProbedCorpus corpus = new ProbedCorpus(test, variant.mapping())) {
            long orphans = numbers(corpus).orphans();
            corpus.scan(ScanKind.FULL);
            Map<FindingKind, Long> before = corpus.open();
            assertThat(before).containsKeys(FindingKind.ID_RANDOM, FindingKind.USER_CANNOT_RETRIEVE);
            assertThat(corpus.notes(FindingKind.ID_RANDOM)).containsOnly("");

            UUID run = migration.started(Migration.SETTINGS);
            assertClean(corpus, orphans);
            migration.oneBatch(run, 0);
            assertClean(corpus, orphans);

            migration.command(run, RunCommand.ROLL_BACK);
            assertClean(corpus, orphans);
            migration.drive(run, RunState.ROLLED_BACK);
            corpus.scan(ScanKind.FULL);
            assertThat(corpus.open()).isEqualTo(before);
            assertThat(corpus.notes(FindingKind.ID_RANDOM)).containsOnly("after run " + run + " was rolled back");

            migration.drive(migration.started(Migration.SETTINGS), RunState.FINISHED);
            assertClean(corpus, orphans);
            assertThat(corpus.findings(FindingState.RESOLVED))
                    .extracting(finding -> finding.cause().kind())
                    .contains(FindingKind.ID_RANDOM);

            // Now that its old id leads there, the document goes.
            if (variant == SchemaVariant.DOCUMENTS_ONLY) {
                test.execute("DELETE FROM app.downloads; DELETE FROM "
                        + TableSql.quoted(corpus.schema().documents().table()));
                corpus.scan(ScanKind.FULL);
                assertThat(corpus.open()).containsKey(FindingKind.ALIAS_DEAD);
                // The run had ended before the last scan, which did not see it.
                assertThat(corpus.notes(FindingKind.ALIAS_DEAD)).containsOnly("");
            }
        }
    }

    // Set aside by its rules, or left alone by its plan: neither is moved by this run.
    @LongSuite(sample = 3)
    @ParameterizedTest
    @EnumSource(
            value = DocumentState.class,
            names = {"QUARANTINED", "SKIPPED"})
    void documentThatARunLeaves_isAFindingThatNamesTheRunOnceItHasEnded(DocumentState state) {
        TestDatabase test = Migration.database(Version.NEWEST);
        SchemaVariant.SAMPLE_PIPELINE.create(test, DOCUMENTS);
        try (Migration migration = Migration.of(SchemaVariant.SAMPLE_PIPELINE, test);
                ProbedCorpus corpus = new ProbedCorpus(test, SchemaVariant.SAMPLE_PIPELINE.mapping())) {
            UUID run = migration.started(Migration.SETTINGS);
            new BookkeepingChanges(test)
                    .documentState(
                            state,
                            "doc = (SELECT min(doc) FROM " + BookkeepingTable.DOCUMENT_MAP.qualifiedName()
                                    + " WHERE state = 0)");
            corpus.scan(ScanKind.FULL);
            assertThat(corpus.open()).doesNotContainKey(FindingKind.USER_CANNOT_RETRIEVE);

            migration.drive(run, RunState.FINISHED);
            corpus.scan(ScanKind.FULL);
            assertThat(corpus.open()).containsEntry(FindingKind.USER_CANNOT_RETRIEVE, 1L);
            assertThat(corpus.notes(FindingKind.USER_CANNOT_RETRIEVE))
                    .containsOnly("after run " + run + " was finished");
        }
    }

    private static void assertClean(ProbedCorpus corpus, long orphans) {
        ScanStore.Stored scan = corpus.scan(ScanKind.FULL);
        assertThat(scan.state()).as(scan.toString()).isEqualTo(ScanStore.State.DONE);
        Map<FindingKind, Long> open = corpus.open();
        assertThat(open.keySet()).as(scan.toString()).doesNotContainAnyElementsOf(OF_IDS);
        assertThat(open.getOrDefault(FindingKind.REFERENCE_ORPHAN, 0L)).isEqualTo(orphans);
    }

    private static CorpusNumbers numbers(ProbedCorpus corpus) {
        return corpus.database().with(session -> new CorpusValidator(corpus.schema()).validate(session));
    }
}
