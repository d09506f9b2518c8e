// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.alias;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.corpus.fixture.CorpusDatabase;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Where ids lead after moves there and back, of one run and of several. Long, because each such history is a test. */
@ParameterizedClass
@EnumSource(TestServer.Version.class)
class AliasStoreIT {
    private static final int FIRST = 1;
    private static final int SECOND = 2;

    private final TestServer.Version version;
    private final AliasStore aliases = new AliasStore();
    private TestDatabase database;
    private Database pool;

    AliasStoreIT(TestServer.Version version) {
        this.version = version;
    }

    @BeforeEach
    void open() {
        database = CorpusDatabase.withOurTables(version);
        database.execute(
                "INSERT INTO truename.run (id, state, settings, mapping) SELECT ('00000000-0000-4000-8000-00000000000' || n)::uuid,"
                        + " 'FINISHED', '{}', '' FROM generate_series(1, 2) n");
        pool = Database.of(DatabaseUrl.parse(database.url()), "test", 2);
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void findAll_documentsAndChunks_onlyOfValidAliases() {
        document(FIRST, 0, "a", "b", 1);
        document(FIRST, 1, "c", "d", 2);
        document(FIRST, 2, "e", "f", 7);
        chunk(FIRST, 0, "1a", "1b");
        chunk(FIRST, 2, "2a", "2b");

        var found = pool.with(session ->
                aliases.findAll(session, List.of(id("a"), id("c"), id("e"), id("1a"), id("2a"), id("b"), id("9"))));

        assertThat(found)
                .containsOnly(
                        java.util.Map.entry(id("a"), id("b")),
                        java.util.Map.entry(id("c"), id("d")),
                        java.util.Map.entry(id("1a"), id("1b")));
        assertThat(pool.<AliasStore.Lookups>with(session -> aliases.lookups(session, 1)))
                .isEqualTo(new AliasStore.Lookups(3, 4, 3));
    }

    @Test
    void lookUp_lateIsWhatAnEndedRunMoved() {
        database.execute("UPDATE truename.run SET state = 'RUNNING' WHERE number = 2");
        document(FIRST, 0, "a", "b", 1);
        chunk(FIRST, 0, "1a", "1b");
        document(SECOND, 0, "c", "d", 1);
        chunk(SECOND, 0, "2a", "2b");

        AliasStore.Found found = pool.with(
                session -> aliases.lookUp(session, List.of(id("a"), id("1a"), id("c"), id("2a"), id("9"), id("a"))));

        assertThat(found.byOldId()).hasSize(4);
        assertThat(found.late()).isEqualTo(2);
        assertThat(pool.<List<AliasStore.Day>>with(session -> aliases.lookupsByDay(session, 1)))
                .singleElement()
                .satisfies(day -> assertThat(day.lookups()).isEqualTo(new AliasStore.Lookups(4, 1, 2)));
    }

    @Test
    void find_movedByTwoRuns_endsAtTheLast() {
        document(FIRST, 0, "a", "b", 1);
        document(SECOND, 0, "b", "c", 1);

        assertThat(resolved("a")).isEqualTo(id("c"));
        assertThat(resolved("b")).isEqualTo(id("c"));
    }

    @Test
    void find_movedThereAndBack_endsWhereTheRowIs() {
        document(FIRST, 0, "a", "b", 1);
        document(SECOND, 0, "b", "a", 1);

        assertThat(resolved("b")).isEqualTo(id("a"));
        assertThat(resolved("a")).isEqualTo(id("a"));
    }

    @Test
    void find_newIdWasHeldByADocumentThatMovedAway_leadsToTheOneThatTookIt() {
        document(FIRST, 0, "b", "c", 1);
        document(FIRST, 1, "a", "b", 1);

        assertThat(resolved("a")).isEqualTo(id("b"));
    }

    @Test
    void find_contentChangedAfterTheMove_followsTheLaterPass() {
        document(FIRST, 0, "a", "b", 1);
        chunk(FIRST, 0, "1a", "1b");
        document(FIRST, 5, "b", "c", 1);
        chunk(FIRST, 5, "1b", "1c");

        assertThat(resolved("a")).isEqualTo(id("c"));
        assertThat(resolved("1a")).isEqualTo(id("1c"));
    }

    @Test
    void find_byTheNewId_afterARollBack_documentsAndChunks() {
        database.execute("UPDATE truename.run SET state = 'ROLLED_BACK' WHERE number = 1");
        document(FIRST, 0, "a", "b", 7);
        chunk(FIRST, 0, "1a", "1b");
        chunk(FIRST, 0, "1c", "1c");

        assertThat(resolved("b")).isEqualTo(id("a"));
        assertThat(resolved("1b")).isEqualTo(id("1a"));
        assertThat(resolved("a")).isEqualTo(id("a"));
        assertThat(resolved("1a")).isEqualTo(id("1a"));
        assertThat(resolved("1c")).isEqualTo(id("1c"));
        AliasStore.Found found = pool.with(session -> aliases.lookUp(session, List.of(id("b"), id("1b"), id("1a"))));
        assertThat(found.byOldId())
                .containsOnly(java.util.Map.entry(id("b"), id("a")), java.util.Map.entry(id("1b"), id("1a")));
        assertThat(found.late()).isEqualTo(2);
    }

    @Test
    void find_byTheNewId_movedTwiceAndTakenBackTwice_endsWhereItBegan() {
        document(FIRST, 0, "a", "b", 7);
        chunk(FIRST, 0, "1a", "1b");
        document(FIRST, 5, "b", "c", 1);
        chunk(FIRST, 5, "1b", "1c");
        assertThat(resolved("1c")).isEqualTo(id("1c"));

        database.execute("UPDATE truename.document_map SET state = 7 WHERE doc = 5");

        for (String given : List.of("a", "b", "c")) {
            assertThat(resolved(given)).isEqualTo(id("a"));
            assertThat(resolved("1" + given)).isEqualTo(id("1a"));
        }
    }

    @Test
    void find_byTheNewId_halfTakenBack_endsWhereTheRowIs() {
        document(FIRST, 0, "a", "b", 1);
        chunk(FIRST, 0, "1a", "1b");
        document(FIRST, 5, "b", "c", 7);
        chunk(FIRST, 5, "1b", "1c");

        for (String given : List.of("a", "b", "c")) {
            assertThat(resolved(given)).isEqualTo(id("b"));
            assertThat(resolved("1" + given)).isEqualTo(id("1b"));
        }
    }

    @Test
    void find_byTheNewId_movedAgainByALaterRun_endsWhereTheRowIs() {
        document(FIRST, 0, "a", "b", 7);
        chunk(FIRST, 0, "1a", "1b");
        document(SECOND, 0, "a", "b", 1);
        chunk(SECOND, 0, "1a", "1b");
        document(FIRST, 1, "d", "e", 7);
        chunk(FIRST, 1, "1d", "1e");
        document(SECOND, 1, "d", "f", 1);
        chunk(SECOND, 1, "1d", "1f");

        for (String prefix : List.of("", "1")) {
            assertThat(resolved(prefix + "a")).isEqualTo(id(prefix + "b"));
            assertThat(resolved(prefix + "b")).isEqualTo(id(prefix + "b"));
            for (String given : List.of("d", "e", "f")) {
                assertThat(resolved(prefix + given)).isEqualTo(id(prefix + "f"));
            }
        }
    }

    @Test
    void find_byTheNewId_ofAMergeThatWasTakenBack_isTheSurvivors() {
        document(FIRST, 0, "a", "c", 7);
        document(FIRST, 1, "b", "c", 7);
        chunk(FIRST, 0, "1a", "1c");
        chunk(FIRST, 1, "1b", "1c");
        database.execute("UPDATE truename.document_map SET into_doc = 1 WHERE doc = 0");

        assertThat(resolved("c")).isEqualTo(id("b"));
        assertThat(resolved("1c")).isEqualTo(id("1b"));
    }

    @Test
    void find_onAServerThatOnlyReads_answersWithoutCounting() {
        document(FIRST, 0, "a", "b", 1);

        var found = pool.with(session -> {
            session.execute("SET default_transaction_read_only = on");
            return aliases.find(session, id("a"));
        });

        assertThat(found).contains(id("b"));
        assertThat(database.value("SELECT count(*) FROM truename.alias_lookups"))
                .isEqualTo("0");
    }

    @Test
    void resolve_asARoleWithoutAnyRightOnTheTables_answers() throws SQLException {
        document(FIRST, 0, "a", "b", 1);
        String stranger = database.name() + "_stranger";
        database.executeAsSuperuser("CREATE ROLE " + stranger + "; GRANT " + stranger + " TO " + database.name());

        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE " + stranger);
            assertThat(value(statement, "SELECT truename.resolve('" + id("a") + "')"))
                    .isEqualTo(id("b").toString());
            assertThatThrownBy(() -> value(statement, "SELECT count(*) FROM truename.document_map"))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void resolve_amongManyAliases_usesTheIndexes() throws SQLException {
        fill(20_000);

        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            String resolved =
                    "SELECT count(DISTINCT truename.resolve(md5('old' || n)::uuid)) FROM generate_series(1, 1000) n";
            assertThat(value(statement, resolved)).isEqualTo("1000");
            database.execute("UPDATE truename.document_map SET state = 7");
            assertThat(value(
                            statement,
                            "SELECT count(DISTINCT truename.resolve(md5('new' || n)::uuid))"
                                    + " FILTER (WHERE truename.resolve(md5('new' || n)::uuid) = md5('old' || n)::uuid)"
                                    + " FROM generate_series(1, 1000) n"))
                    .isEqualTo("1000");
            try (ResultSet plan =
                    statement.executeQuery("EXPLAIN SELECT c.old_id FROM truename.chunk_map c WHERE c.new_id = '"
                            + id("a") + "' AND (SELECT m.state FROM truename.document_map m"
                            + " WHERE m.run = c.run AND m.doc = c.doc) = 7")) {
                StringBuilder text = new StringBuilder();
                while (plan.next()) {
                    text.append(plan.getString(1)).append('\n');
                }
                assertThat(text.toString()).contains("chunk_map_new").doesNotContain("Seq Scan");
            }
            assertThat(value(
                            statement,
                            "SELECT sum(seq_scan) FROM pg_stat_xact_user_tables WHERE schemaname = 'truename'"))
                    .isEqualTo("0");
        }
    }

    private static String value(Statement statement, String sql) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }

    @Test
    void findAll_tenThousandIds_oneRoundTrip() {
        fill(20_000);
        List<UUID> asked = new ArrayList<>();
        database.rows("SELECT md5('old' || n)::uuid FROM generate_series(1, 10000) n")
                .forEach(row -> asked.add(UUID.fromString(row)));

        assertThat(pool.<Integer>with(session -> aliases.findAll(session, asked).size()))
                .isEqualTo(10_000);
        asked.add(id("9"));
        assertThatThrownBy(() -> pool.with(session -> aliases.findAll(session, asked)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Odd numbers are documents, even ones chunks. */
    private void fill(int ids) {
        database.execute(
                "INSERT INTO truename.document_map (run, doc, rank, old_id, new_id, rows, chunks, state) SELECT 1, n, 0, md5('old' || n)::uuid,"
                        + " md5('new' || n)::uuid, 1, 1, 1 FROM generate_series(1, " + ids + ", 2) n");
        database.execute(
                "INSERT INTO truename.chunk_map (run, doc, source, old_id, new_id) SELECT 1, n - 1, 1, md5('old' || n)::uuid, md5('new' || n)::uuid"
                        + " FROM generate_series(2, " + ids
                        + ", 2) n; ANALYZE truename.document_map, truename.chunk_map");
    }

    private UUID resolved(String given) {
        return UUID.fromString(database.value("SELECT truename.resolve('" + id(given) + "')"));
    }

    private void document(int run, int doc, String oldId, String newId, int state) {
        database.execute(
                "INSERT INTO truename.document_map (run, doc, rank, old_id, new_id, rows, chunks, state) VALUES (" + run
                        + ", " + doc + ", 0, '" + id(oldId) + "', '" + id(newId) + "', 1, 0, " + state + ")");
    }

    private void chunk(int run, int doc, String oldId, String newId) {
        database.execute("INSERT INTO truename.chunk_map (run, doc, source, old_id, new_id) VALUES (" + run + ", " + doc
                + ", 1, '" + id(oldId) + "', '" + id(newId) + "')");
    }

    private static UUID id(String digits) {
        return new UUID(0x4000, 0x8000000000000000L | Long.parseLong(digits, 16));
    }
}
