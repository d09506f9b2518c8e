// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.alias;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.corpus.fixture.CorpusDatabase;
import io.truename.postgres.rekeying.fixture.BookkeepingChanges;
import io.truename.postgres.rekeying.fixture.BookkeepingTable;
import io.truename.postgres.rekeying.fixture.BookkeepingTables;
import io.truename.rekeying.run.DocumentState;
import io.truename.rekeying.run.RunState;
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
    private BookkeepingChanges changes;
    private Database pool;

    AliasStoreIT(TestServer.Version version) {
        this.version = version;
    }

    @BeforeEach
    void open() {
        database = CorpusDatabase.withOurTables(version);
        changes = new BookkeepingChanges(database);
        changes.addRun(UUID.fromString("00000000-0000-4000-8000-000000000001"), RunState.FINISHED);
        changes.addRun(UUID.fromString("00000000-0000-4000-8000-000000000002"), RunState.FINISHED);
        pool = Database.of(DatabaseUrl.parse(database.url()), "test", 2);
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void findAll_documentsAndChunks_onlyOfValidAliases() {
        document(FIRST, 0, "a", "b", DocumentState.MOVED);
        document(FIRST, 1, "c", "d", DocumentState.MERGED);
        document(FIRST, 2, "e", "f", DocumentState.ROLLED_BACK);
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
        changes.set(BookkeepingTable.RUN, "state = 'RUNNING'", "number = 2");
        document(FIRST, 0, "a", "b", DocumentState.MOVED);
        chunk(FIRST, 0, "1a", "1b");
        document(SECOND, 0, "c", "d", DocumentState.MOVED);
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
        document(FIRST, 0, "a", "b", DocumentState.MOVED);
        document(SECOND, 0, "b", "c", DocumentState.MOVED);

        assertThat(resolved("a")).isEqualTo(id("c"));
        assertThat(resolved("b")).isEqualTo(id("c"));
    }

    @Test
    void find_movedThereAndBack_endsWhereTheRowIs() {
        document(FIRST, 0, "a", "b", DocumentState.MOVED);
        document(SECOND, 0, "b", "a", DocumentState.MOVED);

        assertThat(resolved("b")).isEqualTo(id("a"));
        assertThat(resolved("a")).isEqualTo(id("a"));
    }

    @Test
    void find_newIdWasHeldByADocumentThatMovedAway_leadsToTheOneThatTookIt() {
        document(FIRST, 0, "b", "c", DocumentState.MOVED);
        document(FIRST, 1, "a", "b", DocumentState.MOVED);

        assertThat(resolved("a")).isEqualTo(id("b"));
    }

    @Test
    void find_contentChangedAfterTheMove_followsTheLaterPass() {
        document(FIRST, 0, "a", "b", DocumentState.MOVED);
        chunk(FIRST, 0, "1a", "1b");
        document(FIRST, 5, "b", "c", DocumentState.MOVED);
        chunk(FIRST, 5, "1b", "1c");

        assertThat(resolved("a")).isEqualTo(id("c"));
        assertThat(resolved("1a")).isEqualTo(id("1c"));
    }

    @Test
    void find_byTheNewId_afterARollBack_documentsAndChunks() {
        changes.set(BookkeepingTable.RUN, "state = 'ROLLED_BACK'", "number = 1");
        document(FIRST, 0, "a", "b", DocumentState.ROLLED_BACK);
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
        document(FIRST, 0, "a", "b", DocumentState.ROLLED_BACK);
        chunk(FIRST, 0, "1a", "1b");
        document(FIRST, 5, "b", "c", DocumentState.MOVED);
        chunk(FIRST, 5, "1b", "1c");
        assertThat(resolved("1c")).isEqualTo(id("1c"));

        changes.documentState(DocumentState.ROLLED_BACK, "doc = 5");

        for (String given : List.of("a", "b", "c")) {
            assertThat(resolved(given)).isEqualTo(id("a"));
            assertThat(resolved("1" + given)).isEqualTo(id("1a"));
        }
    }

    @Test
    void find_byTheNewId_halfTakenBack_endsWhereTheRowIs() {
        document(FIRST, 0, "a", "b", DocumentState.MOVED);
        chunk(FIRST, 0, "1a", "1b");
        document(FIRST, 5, "b", "c", DocumentState.ROLLED_BACK);
        chunk(FIRST, 5, "1b", "1c");

        for (String given : List.of("a", "b", "c")) {
            assertThat(resolved(given)).isEqualTo(id("b"));
            assertThat(resolved("1" + given)).isEqualTo(id("1b"));
        }
    }

    @Test
    void find_byTheNewId_movedAgainByALaterRun_endsWhereTheRowIs() {
        document(FIRST, 0, "a", "b", DocumentState.ROLLED_BACK);
        chunk(FIRST, 0, "1a", "1b");
        document(SECOND, 0, "a", "b", DocumentState.MOVED);
        chunk(SECOND, 0, "1a", "1b");
        document(FIRST, 1, "d", "e", DocumentState.ROLLED_BACK);
        chunk(FIRST, 1, "1d", "1e");
        document(SECOND, 1, "d", "f", DocumentState.MOVED);
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
        document(FIRST, 0, "a", "c", DocumentState.ROLLED_BACK);
        document(FIRST, 1, "b", "c", DocumentState.ROLLED_BACK);
        chunk(FIRST, 0, "1a", "1c");
        chunk(FIRST, 1, "1b", "1c");
        changes.set(BookkeepingTable.DOCUMENT_MAP, "into_doc = 1", "doc = 0");

        assertThat(resolved("c")).isEqualTo(id("b"));
        assertThat(resolved("1c")).isEqualTo(id("1b"));
    }

    @Test
    void find_onAServerThatOnlyReads_answersWithoutCounting() {
        document(FIRST, 0, "a", "b", DocumentState.MOVED);

        var found = pool.with(session -> {
            session.execute("SET default_transaction_read_only = on");
            return aliases.find(session, id("a"));
        });

        assertThat(found).contains(id("b"));
        assertThat(new BookkeepingTables(database).count(BookkeepingTable.ALIAS_LOOKUPS))
                .isZero();
    }

    @Test
    void resolve_asARoleWithoutAnyRightOnTheTables_answers() throws SQLException {
        document(FIRST, 0, "a", "b", DocumentState.MOVED);
        String stranger = database.name() + "_stranger";
        database.executeAsSuperuser("CREATE ROLE " + stranger + "; GRANT " + stranger + " TO " + database.name());

        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE " + stranger);
            assertThat(value(statement, "SELECT truename.resolve('" + id("a") + "')"))
                    .isEqualTo(id("b").toString());
            assertThatThrownBy(() ->
                            value(statement, "SELECT count(*) FROM " + BookkeepingTable.DOCUMENT_MAP.qualifiedName()))
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
            changes.documentState(DocumentState.MOVED, DocumentState.ROLLED_BACK);
            assertThat(value(
                            statement,
                            "SELECT count(DISTINCT truename.resolve(md5('new' || n)::uuid))"
                                    + " FILTER (WHERE truename.resolve(md5('new' || n)::uuid) = md5('old' || n)::uuid)"
                                    + " FROM generate_series(1, 1000) n"))
                    .isEqualTo("1000");
            try (ResultSet plan = statement.executeQuery("EXPLAIN " + BookkeepingTables.formerIdOfChunk(id("a")))) {
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
        changes.addDocuments(
                1,
                DocumentState.MOVED,
                1,
                1,
                "SELECT n, md5('old' || n)::uuid, md5('new' || n)::uuid FROM generate_series(1, " + ids + ", 2) n");
        changes.addChunks(
                1,
                "SELECT n - 1, md5('old' || n)::uuid, md5('new' || n)::uuid FROM generate_series(2, " + ids + ", 2) n");
        changes.analyze(BookkeepingTable.DOCUMENT_MAP, BookkeepingTable.CHUNK_MAP);
    }

    private UUID resolved(String given) {
        return UUID.fromString(database.value("SELECT truename.resolve('" + id(given) + "')"));
    }

    private void document(int run, int doc, String oldId, String newId, DocumentState state) {
        changes.addDocuments(run, state, 1, 0, row(doc, oldId, newId));
    }

    private void chunk(int run, int doc, String oldId, String newId) {
        changes.addChunks(run, row(doc, oldId, newId));
    }

    private static String row(int doc, String oldId, String newId) {
        return "VALUES (" + doc + ", '" + id(oldId) + "'::uuid, '" + id(newId) + "'::uuid)";
    }

    private static UUID id(String digits) {
        return new UUID(0x4000, 0x8000000000000000L | Long.parseLong(digits, 16));
    }
}
