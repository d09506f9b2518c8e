// SPDX-License-Identifier: Apache-2.0
package io.truename.ledgerbeam;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.mapping.MappingReader;
import io.truename.corpus.schema.CorpusSchema.DocumentTable;
import io.truename.costing.savings.CountedLedger;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SchemaMigrations;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.schema.CorpusInspector;
import io.truename.postgres.reporting.ledger.LedgerStore;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.suite.LongSuite;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ledgers of the same documents, once exported and counted by Beam, once stored and counted by PostgreSQL. */
class StoredLedgerIT {
    private static final String MAPPING =
            "documents: {table: docs.documents, id: id, user: owner, contentHash: hash, bytes: size}";

    @TempDir
    Path folder;

    @LongSuite(sample = 1)
    @ParameterizedTest
    @CsvSource({"12, 900, false", "11, 1500, true", "13, 60, true"})
    void ledger_ofAnExport_isThatOfTheTable(long seed, int number, boolean indexed) throws Exception {
        List<ListedDocument> documents = new ArrayList<>(ListedDocument.random(seed, number));
        documents.addAll(sizedOnce());
        CountedLedger stored = stored(documents, indexed);
        assertThat(exported(documents)).isEqualTo(stored);
        assertThat(stored.documents()).isEqualTo(documents.size());
        assertThat(stored.ledger().sameOwner().bytes()).isPositive();
        assertThat(stored.ledger().acrossOwners().bytes()).isPositive();
        assertThat(stored.withoutSize()).isPositive();
    }

    /** Contents whose size one of their documents states, of one owner and of several, and one that none states. */
    private static List<ListedDocument> sizedOnce() {
        String once = "ab".repeat(32);
        String never = "cd".repeat(32);
        return List.of(
                new ListedDocument("ann", once, null),
                new ListedDocument("ann", once, "4096"),
                new ListedDocument("bob", once.toUpperCase(Locale.ROOT), null),
                new ListedDocument("ann", never, null),
                new ListedDocument("bob", never, null),
                new ListedDocument("", once, "4096"));
    }

    private CountedLedger exported(List<ListedDocument> documents) throws IOException {
        Lists lists = new Lists(folder);
        int half = documents.size() / 2;
        lists.write("first.csv", documents.subList(0, half));
        lists.write("second.jsonl.gz", documents.subList(half, documents.size()));
        return Lists.counted(lists.count("*.*"));
    }

    private static CountedLedger stored(List<ListedDocument> documents, boolean indexed) throws SQLException {
        TestDatabase test = TestServer.shared(TestServer.Version.NEWEST).database("truename", StoredLedgerIT::migrate);
        test.execute("CREATE SCHEMA docs; CREATE TABLE docs.documents"
                + " (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), owner text, hash text, size bigint)");
        fill(test, documents);
        if (indexed) {
            test.execute("CREATE INDEX ON docs.documents ((lower(hash)) COLLATE \"C\")");
        }
        UUID report = UUID.randomUUID();
        try (Database database = Database.of(DatabaseUrl.parse(test.url()), "ledger", 2);
                Session session = database.open()) {
            LedgerStore store = new LedgerStore(table(session));
            store.begin(session, report, 3, Instant.EPOCH);
            assertThat(store.step(session, report, Clock.systemUTC(), Duration.ofMinutes(1))
                            .complete())
                    .isTrue();
            return store.ledger(session, report).orElseThrow();
        }
    }

    private static void migrate(TestDatabase empty) {
        try (Database database = Database.of(DatabaseUrl.parse(empty.url()), "ledger", 1)) {
            SchemaMigrations.run(database);
        }
    }

    private static DocumentTable table(Session session) {
        return CorpusInspector.inspect(session, MappingReader.read(MAPPING))
                .schema()
                .orElseThrow()
                .documents();
    }

    private static void fill(TestDatabase test, List<ListedDocument> documents) throws SQLException {
        try (Connection connection = test.connect();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO docs.documents (owner, hash, size) VALUES (?, ?, ?)")) {
            for (ListedDocument document : documents) {
                insert.setString(1, document.user());
                insert.setString(2, document.hash());
                size(insert, document.bytes());
                insert.addBatch();
            }
            insert.executeBatch();
        }
        test.execute("ANALYZE docs.documents");
    }

    private static void size(PreparedStatement insert, @Nullable String bytes) throws SQLException {
        if (bytes == null) {
            insert.setNull(3, Types.BIGINT);
        } else {
            insert.setLong(3, Long.parseLong(bytes));
        }
    }
}
