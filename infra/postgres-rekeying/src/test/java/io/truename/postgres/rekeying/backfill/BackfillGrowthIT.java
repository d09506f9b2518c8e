// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.mapping.MappingReader;
import io.truename.corpus.schema.BackfillSchema;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.PlannerSettings;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.schema.BackfillInspector;
import io.truename.postgres.rekeying.batch.BatchOptions;
import io.truename.postgres.rekeying.batch.BatchTransaction;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.postgres.rekeying.fixture.TouchedRows;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import io.truename.testkit.schema.KeyedVariant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A page touches as many rows in a large corpus as in a small one, whatever the statistics say. */
class BackfillGrowthIT {
    private static final int DOCUMENTS = 150;
    private static final int TIMES = 16;

    /** A plan may pass each row through more nodes than another. */
    private static final double SAME = 4;

    private static final int PAGE = 100;
    private static final String TABLES = "(SELECT oid FROM pg_class WHERE relkind IN ('r', 'i') AND relnamespace IN"
            + " ('public'::regnamespace, 'truename'::regnamespace))";
    private static final List<String> STATISTICS = List.of(
            "ANALYZE",
            "DELETE FROM pg_statistic WHERE starelid IN " + TABLES
                    + "; UPDATE pg_class SET reltuples = -1, relpages = 0" + " WHERE oid IN " + TABLES,
            "UPDATE pg_class SET reltuples = 0, relpages = 1 WHERE oid IN " + TABLES);

    @ParameterizedTest
    @EnumSource
    void page_ofSixteenTimesTheRows_touchesAsMany(Version version) {
        TestDatabase small = written(version, DOCUMENTS);
        TestDatabase large = written(version, TIMES * DOCUMENTS);
        for (String statistics : STATISTICS) {
            for (String statement : statistics.split("; ", -1)) {
                small.executeAsSuperuser(statement);
                large.executeAsSuperuser(statement);
            }
            Map<String, Long> few = touched(small);
            touched(large)
                    .forEach((statement, rows) -> assertThat((double) rows / few.get(statement))
                            .as(statistics + ": " + few.get(statement) + " rows, then " + rows + " of " + statement)
                            .isLessThan(SAME));
        }
    }

    private static TestDatabase written(Version version, int documents) {
        TestDatabase database = Migration.database(version);
        KeyedVariant.PAGES_AND_SECTIONS.create(database, documents);
        try (Migration migration = Migration.of(KeyedVariant.PAGES_AND_SECTIONS, database)) {
            migration.drive(migration.started(Migration.SETTINGS), RunState.FINISHED);
        }
        return database;
    }

    private static Map<String, Long> touched(TestDatabase database) {
        Map<String, Long> touched = new LinkedHashMap<>();
        try (Database ours = Database.of(DatabaseUrl.parse(database.url()), "test", 1);
                Session session = ours.open()) {
            BackfillSchema schema = BackfillInspector.inspect(
                            session, MappingReader.read(KeyedVariant.PAGES_AND_SECTIONS.mapping()))
                    .schema()
                    .orElseThrow();
            session.inTransaction(() -> {
                session.execute(PlannerSettings.BY_INDEX);
                read(session, schema, touched, "validation");
                return true;
            });
            BatchTransaction.begin(session, BatchOptions.USUAL);
            read(session, schema, touched, "batch");
            write(session, schema, touched);
            session.rollback();
        }
        return touched;
    }

    private static void read(Session session, BackfillSchema schema, Map<String, Long> touched, String when) {
        for (int source = 0; source < 2; source++) {
            BackfillSql sql = new BackfillSql(schema, source);
            String name = when + " " + source + " ";
            String[] keys = keys(session, sql);
            touched.put(name + "keys", TouchedRows.of(session, sql.firstKeys, PAGE));
            touched.put(name + "next keys", TouchedRows.of(session, sql.nextKeys, PAGE, "50"));
            touched.put(name + "rows", TouchedRows.of(session, sql.rows, (Object) keys));
            touched.put(name + "documents", TouchedRows.of(session, sql.documents, (Object) keys));
            touched.put(name + "present", TouchedRows.of(session, sql.present, (Object) keys));
            touched.put(name + "known", TouchedRows.of(session, BackfillRecords.BY_KEY, 1, (short) source, keys));
            touched.put(
                    name + "holders",
                    TouchedRows.of(
                            session,
                            BackfillRecords.BY_TRUE_ID,
                            1,
                            (short) source,
                            session.list(
                                            "SELECT true_id::text AS id FROM "
                                                    + schema.tables()
                                                            .get(source)
                                                            .name() + " ORDER BY id LIMIT " + PAGE,
                                            row -> UUID.fromString(row.text("id")))
                                    .toArray(UUID[]::new)));
        }
    }

    private static void write(Session session, BackfillSchema schema, Map<String, Long> touched) {
        for (int source = 0; source < 2; source++) {
            BackfillSql sql = new BackfillSql(schema, source);
            String[] keys = keys(session, sql);
            touched.put("write " + source, TouchedRows.of(session, sql.write, keys, "{}", "{}"));
        }
    }

    private static String[] keys(Session session, BackfillSql sql) {
        return session.list(sql.firstKeys, row -> row.text("key"), PAGE).toArray(String[]::new);
    }
}
