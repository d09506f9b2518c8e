// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SchemaMigrations;
import io.truename.postgres.SqlException;
import io.truename.postgres.corpus.imported.ImportOptions;
import io.truename.postgres.corpus.imported.ImportedHashStore;
import io.truename.postgres.corpus.imported.ImportedPair;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.fault.SmallFolder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server whose disk is really full, its write-ahead log included. */
@Timeout(120)
class FullDiskIT {
    private static final int MEGABYTES = 160;
    private static final String WRITE_LOG = "SELECT pg_logical_emit_message(true, 'x', repeat('x', 1000000))";

    private SmallFolder disk;
    private TestServer server;

    @BeforeEach
    void start() {
        Optional<SmallFolder> mounted = SmallFolder.mount(MEGABYTES);
        assumeThat(mounted).as("the right to mount").isPresent();
        disk = mounted.get();
        server = TestServer.start(
                TestServer.Version.NEWEST,
                Map.of("min_wal_size", "32MB", "max_wal_size", "48MB"),
                disk.path().resolve("data"));
    }

    @AfterEach
    void stop() {
        if (disk != null) {
            disk.empty();
            server.close();
            disk.close();
        }
    }

    @Test
    void run_namesTheDisk_andGoesOnWhenThereIsRoom() {
        try (Migration migration = Migration.ofSample(server.database(), 400)) {
            UUID run = migration.started(Migration.SETTINGS);
            // Segments of the log are ready, so that the first thing without room is a table: without a log the server
            // would crash.
            for (int segment = 0; segment < 2; segment++) {
                migration.corpus().executeAsSuperuser("SELECT pg_switch_wal()");
                migration.corpus().executeAsSuperuser("CHECKPOINT");
            }
            disk.fill();
            String words = "";
            while (words.isEmpty()) {
                words = step(migration, run);
            }
            disk.empty();
            assertThat(words).contains("No space left on device");
            assertThat(migration.drive(run, RunState.FINISHED).documents().quarantined())
                    .isZero();
        }
    }

    @Test
    void importOfHashes_isRepeatedWhenThereIsRoom() {
        TestDatabase corpus = server.database();
        try (Database database = Database.of(DatabaseUrl.parse(corpus.url()), "full-disk", 1)) {
            SchemaMigrations.run(database);
            ImportedHashStore store = new ImportedHashStore();
            ImportOptions options = new ImportOptions(ImportOptions.OnConflict.KEEP, true);
            List<ImportedPair> slice = IntStream.range(0, ImportedHashStore.SLICE)
                    .mapToObj(line -> new ImportedPair(line, "raw/" + "x".repeat(200) + line, "a".repeat(64)))
                    .toList();
            disk.fill();
            SqlException full = catchThrowableOfType(
                    SqlException.class, () -> database.with(session -> store.store(session, slice, options)));
            disk.empty();

            assertThat(full.explanation()).contains("No space left on device");
            assertThat(database.with(store::counts).hashes()).isZero();
            assertThat(database.with(session -> store.store(session, slice, options))
                            .stored())
                    .isEqualTo(ImportedHashStore.SLICE);
        }
    }

    /** Why the run holds: written down where there is still room for that, else told to the caller. */
    private static String step(Migration migration, UUID run) {
        try {
            migration.worker().work(run, 0, () -> true);
            return migration.view(run).waiting().map(RunView.Waiting::sentence).orElse("");
        } catch (SqlException full) {
            return full.explanation();
        }
    }

    /** It says so to one client, crashes, and cannot even start again. */
    @Test
    void server_thatDiedOfAFullLog_isStillSaidToHaveAFullDisk() {
        try (Database database = Database.of(DatabaseUrl.parse(server.database().url()), "full-disk-test", 2)) {
            disk.fillBut(3_000_000);
            SqlException said = catchThrowableOfType(SqlException.class, () -> {
                while (true) {
                    database.with(session -> session.list(WRITE_LOG, row -> ""));
                }
            });
            assertThat(said.sqlState()).isEqualTo("53100");
            assertThat(said.connectionLost()).isTrue();

            SqlException later;
            do {
                later = catchThrowableOfType(
                        SqlException.class, () -> database.with(session -> session.list("SELECT 1", row -> "")));
            } while (later == null || !later.getMessage().startsWith("No connection could be made"));
            assertThat(later.sqlState()).isEqualTo("53100");
            assertThat(later)
                    .hasMessageContaining("No connection could be made")
                    .hasMessageContaining("pg_wal");
        }
    }
}
