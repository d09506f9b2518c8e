// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.assess.BackfillTally;
import io.truename.corpus.assess.BackfillTally.OfTable;
import io.truename.corpus.mapping.MappingReader;
import io.truename.postgres.corpus.assess.AssessmentStore;
import io.truename.postgres.corpus.schema.BackfillInspector;
import io.truename.postgres.rekeying.backfill.BackfillAssessor;
import io.truename.postgres.rekeying.fixture.BookkeepingChanges;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import io.truename.testkit.schema.KeyedVariant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts of corpora whose keys stay, before and after a run. */
class BackfillAssessorIT {
    private static final int DOCUMENTS = 40;

    @ParameterizedTest
    @EnumSource
    void assessment_countsWhatTheRunThenWrites(KeyedVariant variant) {
        TestDatabase corpus = Migration.database(Version.NEWEST);
        variant.create(corpus, DOCUMENTS);
        try (Migration migration = Migration.of(variant, corpus)) {
            BackfillTally before = assessed(migration, () -> false);
            // The same in steps of one slice.
            assertThat(assessed(migration, () -> true).tables()).isEqualTo(before.tables());
            assertThat(sum(before, table -> table.shared().shared())).hasToString(corpus.value(variant.twice()));
            assertThat(before.tables().get(0).rows()).isEqualTo(DOCUMENTS);

            migration.drive(migration.started(Migration.SETTINGS), RunState.FINISHED);

            BackfillTally after = assessed(migration, () -> false);
            for (int source = 0; source < before.tables().size(); source++) {
                OfTable was = before.tables().get(source);
                OfTable is = after.tables().get(source);
                assertThat(is.rows()).isEqualTo(was.rows());
                assertThat(is.unnamed()).isEqualTo(was.unnamed());
                assertThat(is.held())
                        .isEqualTo(
                                was.stored()
                                        ? was.rows()
                                                - was.unnamed()
                                                - was.shared().shared()
                                        : 0);
            }
        }
    }

    /** Catches an assessment that no instance can end, because one was killed between the last count and the report. */
    @Test
    void completeTally_isGivenAgain() {
        TestDatabase corpus = Migration.database(Version.NEWEST);
        KeyedVariant.PAGES_AND_SECTIONS.create(corpus, DOCUMENTS);
        try (Migration migration = Migration.of(KeyedVariant.PAGES_AND_SECTIONS, corpus)) {
            UUID id = UUID.randomUUID();
            new BookkeepingChanges(corpus).addAssessment(id);
            BackfillAssessor assessor = assessor(migration, KeyedVariant.PAGES_AND_SECTIONS.mapping());
            BackfillTally complete = tick(migration, assessor, id, () -> false);

            assertThat(complete.complete()).isTrue();
            assertThat(tick(migration, assessor, id, () -> false).tables()).isEqualTo(complete.tables());
        }
    }

    /** Catches counts of two mappings in one report, and an assessment that never ends after its mapping was changed. */
    @ParameterizedTest
    @ValueSource(strings = {"", "chunks: {table: app.part"})
    void mappingThatChanges_beginsAnew_andEnds(String chunks) {
        TestDatabase corpus = Migration.database(Version.NEWEST);
        corpus.execute("CREATE SCHEMA app; CREATE TABLE app.page (id integer PRIMARY KEY, hash text, true_id uuid);"
                + " CREATE TABLE app.section (id bigserial PRIMARY KEY, page integer, n integer, true_id uuid);"
                + " INSERT INTO app.page SELECT n, encode(sha256(n::text::bytea), 'hex') FROM generate_series(1, 40) n;"
                + " INSERT INTO app.section (page, n) SELECT id, 1 FROM app.page;"
                + " CREATE TABLE app.part (LIKE app.section INCLUDING ALL);"
                + " INSERT INTO app.part SELECT * FROM app.section WHERE page <= 10");
        String documents =
                "documents: {table: app.page, id: id, trueId: true_id, user: {value: docs}, contentHash: hash}\n";
        String rest =
                ", id: id, trueId: true_id, document: page, chunker: {value: s}, chunkerVersion: {value: '1'}, ordinal: n}";
        String before = documents + "chunks: {table: app.section" + rest;
        try (Migration migration = Migration.of(corpus, before)) {
            UUID id = UUID.randomUUID();
            new BookkeepingChanges(corpus).addAssessment(id);
            // The documents, and some of the sections.
            BackfillAssessor first = assessor(migration, before);
            for (int slices = 0; slices < 3; slices++) {
                assertThat(tick(migration, first, id, () -> true).complete()).isFalse();
            }
            String after = documents + (chunks.isEmpty() ? "" : chunks + rest);

            BackfillTally tally = tick(migration, assessor(migration, after), id, () -> false);

            assertThat(tally.complete()).isTrue();
            assertThat(tally.tables())
                    .extracting(OfTable::rows)
                    .isEqualTo(chunks.isEmpty() ? List.of(40L) : List.of(40L, 10L));
        }
    }

    private static BackfillAssessor assessor(Migration migration, String mapping) {
        return new BackfillAssessor(migration
                .database()
                .with(session -> BackfillInspector.inspect(session, MappingReader.read(mapping)))
                .schema()
                .orElseThrow());
    }

    private static BackfillTally tick(
            Migration migration, BackfillAssessor assessor, UUID assessment, BooleanSupplier timeIsUp) {
        return migration
                .database()
                .with(session -> assessor.tick(session, assessment, timeIsUp))
                .orElseThrow();
    }

    private static Long sum(BackfillTally tally, ToLongFunction<OfTable> number) {
        return tally.tables().stream().mapToLong(number).sum();
    }

    private static BackfillTally assessed(Migration migration, BooleanSupplier timeIsUp) {
        UUID id = UUID.randomUUID();
        new BookkeepingChanges(migration.corpus()).addAssessment(id);
        BackfillAssessor assessor =
                new BackfillAssessor(migration.inspectBeside().schema().orElseThrow());
        BackfillTally[] tally = {null};
        Migration.await(() -> "the assessment does not end", () -> {
            Optional<BackfillTally> step = migration.database().with(session -> assessor.tick(session, id, timeIsUp));
            tally[0] = step.orElseThrow();
            return tally[0].complete();
        });
        // Whoever looks meanwhile finds an assessment that runs, whatever place it stores.
        Optional<AssessmentStore.Stored> stored =
                migration.database().with(session -> new AssessmentStore().find(session, id));
        assertThat(stored.orElseThrow().state()).isEqualTo(AssessmentStore.State.RUNNING);
        return tally[0];
    }
}
