// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.corpus.schema.Finding;
import io.truename.corpus.schema.TableName;
import io.truename.identity.ContentHashAlgorithm;
import io.truename.identity.NameHash;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.recipe.RecipeSql;
import io.truename.postgres.rekeying.fixture.BookkeepingChanges;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.Samples;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import io.truename.testkit.schema.SchemaVariant;
import io.truename.testkit.suite.LongSuite;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of schema, there and back, in turn on the oldest and the newest server, or each on both with
 * {@code -Dtruename.samples=all}. Ids are checked with PostgreSQL's own function.
 */
class SchemaVariantsIT {
    private static final int DOCUMENTS = 60;

    static Stream<Arguments> variants() {
        return Samples.inTurn(SchemaVariant.values(), Version.values()).stream()
                .map(pair -> Arguments.of(pair.getKey(), pair.getValue()));
    }

    @LongSuite(sample = 4)
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("variants")
    void halfARun_andAWholeOne_giveTrueIds_andComeBackToTheByte(SchemaVariant variant, Version version) {
        TestDatabase corpus = Migration.database(version);
        variant.create(corpus, DOCUMENTS);
        Map<String, String> before = variant.contents(corpus);
        try (Migration migration = Migration.of(variant, corpus)) {
            halfARun(migration, variant, before);
            // The corpus is as it was. A database for each of the two takes longer than the runs.
            new BookkeepingChanges(corpus).emptyAll();
            wholeRun(migration, variant, before);
        }
    }

    private static void halfARun(Migration migration, SchemaVariant variant, Map<String, String> before) {
        TestDatabase corpus = migration.corpus();
        UUID run = migration.started(Migration.SETTINGS);

        migration.oneBatch(run, 0);

        assertThat(migration.view(run).state()).isEqualTo(RunState.RUNNING);
        assertThat(migration.view(run).documents().done()).isPositive();
        assertThat(variant.contents(corpus)).isNotEqualTo(before);

        RunView back = migration.rolledBack(run);

        assertThat(back.documents().done()).isZero();
        assertThat(variant.contents(corpus)).isEqualTo(before);
    }

    private static void wholeRun(Migration migration, SchemaVariant variant, Map<String, String> before) {
        TestDatabase corpus = migration.corpus();
        CorpusSchema schema = migration.schema();
        keepOldIds(corpus, schema);
        UUID run = migration.planned(Migration.SETTINGS);
        assertThat(inexact(migration.view(run))).isEqualTo(stampedColumns(variant));
        migration.command(run, RunCommand.START);

        RunView finished = migration.drive(run, RunState.FINISHED);

        assertThat(finished.documents().done()).isPositive();
        assertThat(finished.documents().quarantined()).isZero();
        assertThat(finished.documents().skipped()).isZero();
        assertThat(untrue(corpus, schema)).isEmpty();
        assertThat(unresolved(corpus, schema)).isEmpty();
        assertThat(variant.contents(corpus)).isNotEqualTo(before);

        migration.rolledBack(run);

        assertThat(variant.contents(corpus)).isEqualTo(before);
        assertThat(corpus.value("SELECT count(*) FROM fixture.old_ids WHERE truename.resolve(id) <> id"))
                .isEqualTo("0");

        RunView again = migration.drive(migration.started(Migration.SETTINGS), RunState.FINISHED);

        assertThat(again.documents()).isEqualTo(finished.documents());
        assertThat(again.chunks()).isEqualTo(finished.chunks());
        assertThat(untrue(corpus, schema)).isEmpty();
    }

    /** Catches an id that stays old within a text that the mapping covers. */
    @Test
    void finishedRun_leavesNoOldIdWithinTexts() {
        TestDatabase corpus = Migration.database(Version.NEWEST);
        SchemaVariant.IDS_WITHIN_TEXT.create(corpus, DOCUMENTS);
        try (Migration migration = Migration.of(SchemaVariant.IDS_WITHIN_TEXT, corpus)) {
            keepOldIds(corpus, migration.schema());
            String texts = "SELECT count(*) FROM fixture.old_ids o JOIN (SELECT path AS value FROM app.objects"
                    + " UNION ALL SELECT digits FROM app.objects UNION ALL SELECT meta::text FROM app.knowledge"
                    + " UNION ALL SELECT nodes FROM app.knowledge UNION ALL SELECT listed::text FROM app.knowledge"
                    + " UNION ALL SELECT tags::text FROM app.knowledge UNION ALL SELECT id FROM app.chunk_stats"
                    + " UNION ALL SELECT stat FROM app.chunk_notes UNION ALL SELECT name FROM app.objects WHERE name ~ '^raw.*pdf$')"
                    + " AS texts ON value LIKE '%' || o.id || '%' OR value LIKE '%' || replace(o.id::text, '-', '') || '%'";
            assertThat(Integer.parseInt(corpus.value(texts))).isGreaterThan(8 * DOCUMENTS);

            migration.drive(migration.started(Migration.SETTINGS), RunState.FINISHED);

            assertThat(corpus.value(texts)).isEqualTo("0");
        }
    }

    private static Set<String> inexact(RunView run) {
        return run.findings().stream()
                .filter(finding -> finding.code().equals("column.inexact"))
                .map(Finding::subject)
                .collect(Collectors.toSet());
    }

    /** A whole table that a trigger writes is none that the run touches, so it has no column to name. */
    private static Set<String> stampedColumns(SchemaVariant variant) {
        return variant.inexact().stream()
                .filter(name -> name.split("\\.", -1).length == 3)
                .collect(Collectors.toSet());
    }

    private static void keepOldIds(TestDatabase corpus, CorpusSchema schema) {
        corpus.execute("CREATE TABLE fixture.old_ids (space integer, id uuid)");
        for (int space = 0; space <= schema.chunks().size(); space++) {
            corpus.execute("INSERT INTO fixture.old_ids SELECT " + space + ", " + text(idOf(schema, space), "x")
                    + "::uuid FROM " + TableSql.quoted(tableOf(schema, space)) + " x");
        }
    }

    /** Tables with ids that PostgreSQL computes otherwise. */
    private static List<String> untrue(TestDatabase corpus, CorpusSchema schema) {
        assertThat(schema.namespace().hash()).isEqualTo(NameHash.SHA_1);
        String v5 = "extensions.uuid_generate_v5('" + schema.namespace().id() + "', ";
        String user = RecipeSql.user(schema.documents(), "x");
        String owner = "CASE WHEN " + user + " ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN lower(" + user
                + ") ELSE " + user + " END";
        List<String> untrue = new ArrayList<>();
        add(
                untrue,
                corpus,
                schema.documents().table(),
                TableSql.quoted(schema.documents().table()) + " AS x",
                text(schema.documents().id(), "x") + "::uuid <> " + v5 + owner + " || '" + label(schema) + "' || "
                        + RecipeSql.contentHash(schema.documents(), "x") + ")");
        for (ChunkTable chunks : schema.chunks()) {
            add(
                    untrue,
                    corpus,
                    chunks.table(),
                    RecipeSql.chunks(chunks, "x"),
                    text(chunks.id(), "x") + "::uuid <> " + v5 + "lower(" + text(chunks.document(), "x")
                            + ") || ':' || " + RecipeSql.chunker(chunks, "x") + " || ':' || "
                            + RecipeSql.chunkerVersion(chunks, "x") + " || ':' || " + RecipeSql.ordinal(chunks, "x")
                            + "::text)");
        }
        return untrue;
    }

    private static String label(CorpusSchema schema) {
        ContentHashAlgorithm algorithm = schema.documents().algorithm();
        return algorithm == ContentHashAlgorithm.SHA_256
                ? ":"
                : " " + algorithm.toString().toLowerCase(Locale.ROOT) + ":";
    }

    private static void add(List<String> untrue, TestDatabase corpus, TableName table, String from, String condition) {
        String rows = corpus.value("SELECT count(*) || ' of ' || (SELECT count(*) FROM " + TableSql.quoted(table)
                + ") FROM " + from + " WHERE (" + condition + ") IS NOT FALSE");
        if (!rows.startsWith("0 of ") || rows.equals("0 of 0")) {
            untrue.add(rows + " rows of " + table);
        }
    }

    /** Old ids that lead to no row. */
    private static List<String> unresolved(TestDatabase corpus, CorpusSchema schema) {
        List<String> unresolved = new ArrayList<>();
        for (int space = 0; space <= schema.chunks().size(); space++) {
            unresolved.addAll(
                    corpus.rows("SELECT o.space || ' ' || o.id FROM fixture.old_ids o WHERE o.space = " + space
                            + " AND truename.resolve(o.id)::text NOT IN (SELECT lower(" + text(idOf(schema, space), "x")
                            + ") FROM " + TableSql.quoted(tableOf(schema, space)) + " x)"));
        }
        return unresolved;
    }

    private static TableName tableOf(CorpusSchema schema, int space) {
        return space == 0
                ? schema.documents().table()
                : schema.chunks().get(space - 1).table();
    }

    private static Column idOf(CorpusSchema schema, int space) {
        return space == 0
                ? schema.documents().id()
                : schema.chunks().get(space - 1).id();
    }

    private static String text(Column column, String alias) {
        return RecipeSql.column(column, alias) + "::text";
    }
}
