// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.assess.Retrievability;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.corpus.assess.StoredReport;
import io.truename.postgres.corpus.fixture.CorpusDatabase;
import io.truename.postgres.rekeying.fixture.BookkeepingChanges;
import io.truename.postgres.rekeying.fixture.BookkeepingTable;
import io.truename.rekeying.report.RunReport;
import io.truename.rekeying.report.RunReportSections;
import io.truename.rekeying.run.DocumentState;
import io.truename.rekeying.run.RunState;
import io.truename.reporting.Report;
import io.truename.reporting.ReportJson;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunReportReaderIT {
    private static final UUID RUN = UUID.fromString("00000000-0000-4000-8000-000000000001");

    @ParameterizedTest
    @EnumSource(TestServer.Version.class)
    void find_runWithEverything_readsAllOfIt(TestServer.Version version) {
        TestDatabase database = CorpusDatabase.withOurTables(version);
        Retrievability before = new Retrievability(
                3, 0, 2, 2, List.of(new Retrievability.User("a", 2, 0), new Retrievability.User("b", 1, 0)));
        String numbers =
                "{\"done\": %s, \"counters\": {\"documents\": 3, \"users\": 2, \"usersWithNothing\": 2}, \"largest\":"
                        + " [{\"user\": \"a\", \"documents\": 2, \"retrievable\": 0}, {\"user\": \"b\", \"documents\": 1}],"
                        + " \"place\": {\"phase\": \"%s\"}}";
        BookkeepingChanges changes = new BookkeepingChanges(database);
        changes.addRun(RUN, RunState.FINISHED);
        changes.set(
                BookkeepingTable.RUN,
                "settings = '{\"strategy\": \"FULL\"}', preflight = '{\"inexactColumns\": [\"s.t.updated_at\"],"
                        + " \"documentsDeferred\": 7, \"sample\": {\"documents\": 1, \"chunks\": 2, \"rows\": 3,"
                        + " \"seconds\": 0.5, \"walBytes\": 4}}', validation = '{\"passed\": true, \"summary\":"
                        + " \"all true\"}', started_at = now(), pass = 2");
        changes.addCount("BEFORE", 1, String.format(numbers, true, "DONE"));
        changes.addCount("AFTER", 2, String.format(numbers, false, "REFERENCES"));
        for (DocumentState state : DocumentState.values()) {
            changes.addDocuments(1, state, 3, 2, "VALUES (" + state.code() + ", gen_random_uuid(), gen_random_uuid())");
        }
        changes.insert(
                BookkeepingTable.SHARD,
                "run, shard, documents, chunks, merged",
                "VALUES (1, 0, 1, 2, 0), (1, 1, 0, 3, 1)");
        changes.insert(
                BookkeepingTable.MOVED_ROWS,
                "run, shard, table_name, column_name, rows_moved",
                "VALUES (1, 0, 's.chunks', 'id', 5), (1, 1, 's.chunks', 'id', 6), (1, 0, 's.docs', 'id', 2)");
        changes.insert(
                BookkeepingTable.BATCH,
                "run, shard, direction, docs, documents, chunks, rows_moved, tables, seconds, at",
                "SELECT 1, 0, CASE WHEN n > 290 THEN 'BACK' ELSE 'FORWARD' END, '{}', CASE WHEN n > 291 THEN 0 ELSE 1"
                        + " END, 1, 10, '{}', n / 1000.0, now() + n * interval '1 s' FROM generate_series(1, 300) n");
        changes.insert(
                BookkeepingTable.HOLD,
                "run, shard, began_at, ended_at, code, reason",
                "VALUES (1, 0, now() - interval '60 s', now() - interval '50 s', 'locks', 'short'),"
                        + " (1, 0, now() - interval '40 s', now() - interval '20 s', 'locks', 'long'),"
                        + " (1, 0, now() - interval '5 s', now(), 'wal', 'much')");
        changes.insert(
                BookkeepingTable.TRANSITION,
                "run, from_state, to_state, command",
                "VALUES (1, 'RUNNING', 'FINISHED', 'BY_ITSELF')");
        changes.quarantineUnplanned("x", "y");
        changes.set(BookkeepingTable.QUARANTINE, "resolved_at = now()", "old_id = 'y'");
        changes.insert(
                BookkeepingTable.COLLISION,
                "run, new_id, old_id, role, resolution",
                "SELECT 1, '" + RUN + "', gen_random_uuid(), role, 'MERGE'"
                        + " FROM unnest('{SURVIVOR,LOSER,LOSER}'::text[]) role");
        changes.insert(
                BookkeepingTable.ARCHIVE,
                "run, doc, step, kind, table_schema, table_name, columns, key_columns, changed_columns, image",
                "VALUES (1, 2, 1, 'DELETED', 's', 't', '{}', '{}', '{}', '()')");
        try (Database pool = Database.of(DatabaseUrl.parse(database.url()), "test", 1)) {
            RunReport report = pool.with(
                    session -> new RunReportReader().find(session, RUN).orElseThrow());

            assertThat(report.documents()).isEqualTo(new RunReport.Documents(9, 1, 1, 1, 1, 1, 1, 18, 5));
            assertThat(report.work()).isEqualTo(new RunReport.Work(300, 10, 3000, 45.15, 0.3));
            assertThat(report.tables())
                    .containsExactly(new RunReport.Moved("s.chunks", "id", 11), new RunReport.Moved("s.docs", "id", 2));
            assertThat(report.course()).hasSize(RunReport.MOST_POINTS);
            assertThat(report.course().get(RunReport.MOST_POINTS - 1).rowsSoFar())
                    .isEqualTo(3000);
            assertThat(report.course().get(RunReport.MOST_POINTS - 1).seconds()).isEqualTo(299);
            assertThat(report.holds())
                    .containsExactly(
                            new RunReport.Hold("locks", 2, 30, "long"), new RunReport.Hold("wal", 1, 5, "much"));
            assertThat(report.quarantined()).isOne();
            assertThat(report.collisions()).isEqualTo(new RunReport.Collisions(1, 2, 0, 0, 1));
            assertThat(report.inexactColumns()).containsExactly("s.t.updated_at");
            assertThat(report.validation()).contains(new RunReport.Validation(true, "all true"));
            assertThat(report.before()).contains(before);
            assertThat(report.plan())
                    .isEqualTo(new RunReport.Plan(0, 0, 7, Optional.of(new RunReport.Sample(1, 2, 3, 0.5, 4))));
            // Its counting was not done.
            assertThat(report.after()).isEmpty();
            assertThat(report.kept().rollbackPossible()).isTrue();
            Report rendered = RunReportSections.of(report);
            assertThat(StoredReport.parse(ReportJson.render(rendered))).isEqualTo(rendered);
            boolean absent = pool.with(session ->
                    new RunReportReader().find(session, UUID.randomUUID()).isEmpty());
            assertThat(absent).isTrue();
        }
    }
}
