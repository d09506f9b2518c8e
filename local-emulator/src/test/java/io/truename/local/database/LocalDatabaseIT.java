// SPDX-License-Identifier: Apache-2.0
package io.truename.local.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.R2dbcException;
import io.truename.local.component.StartException;
import io.truename.testkit.FreePort;
import io.truename.testkit.suite.LongSuite;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** Long, because each start and end of a server is a case. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LocalDatabaseIT {
    @TempDir
    Path work;

    @Test
    void start_fresh() throws Exception {
        try (LocalDatabase database = LocalDatabase.start(work, Optional.empty(), FreePort.next())) {
            DatabaseAddress address = database.address();
            // The monitor has a short timeout, and its first queries also load the driver.
            await().atMost(Duration.ofSeconds(30)).until(() -> database.health().up());
            assertThat(database.name()).isEqualTo("database");
            assertThat(address.toString()).doesNotContain(address.password());

            assertThat(
                            query(
                                    address,
                                    "SELECT name || '=' || setting FROM pg_settings WHERE name IN"
                                            + " ('fsync', 'full_page_writes', 'synchronous_commit', 'autovacuum') ORDER BY name"))
                    .containsExactly("autovacuum=on", "fsync=on", "full_page_writes=on", "synchronous_commit=on");
            assertThat(query(address, "SHOW listen_addresses")).containsExactly("127.0.0.1");
            assertThat(Integer.parseInt(
                            query(address, "SHOW server_version_num").get(0)))
                    .isGreaterThanOrEqualTo(170_000);

            DatabaseStatus status = await().atMost(Duration.ofSeconds(30))
                    .until(database::status, answer -> answer.version().startsWith("18"));
            assertThat(status.sizeBytes()).isPositive();
            assertThat(status.connections()).isPositive().isLessThan(status.maxConnections());
            assertThat(status.active()).isPositive();
            assertThat(status.external()).isFalse();
            assertThat(status.tables())
                    .allSatisfy(table -> assertThat(table.bytes()).isPositive());
            assertThat(status.tables())
                    .extracting(TableStatus::name)
                    .containsExactly(
                            "upload_pipeline.document_chunks",
                            "upload_pipeline.document_vector_buffer",
                            "upload_pipeline.documents",
                            "upload_pipeline.events",
                            "upload_pipeline.upload_jobs");
        }
        assertThat(work.resolve("database")).doesNotExist();
        assertThat(work.resolve("postgres-18")).doesNotExist();
    }

    @Test
    void applicationRole_mayDoItsWorkAndNothingElse() throws Exception {
        try (LocalDatabase database = LocalDatabase.start(work, Optional.empty(), FreePort.next())) {
            DatabaseAddress address = database.address();
            assertThat(query(
                            address,
                            "SELECT rolsuper::text || rolcreatedb || rolcreaterole || rolreplication"
                                    + " FROM pg_roles WHERE rolname = current_user"))
                    .containsExactly("falsefalsefalsefalse");
            assertThat(query(address, "SELECT rolname FROM pg_roles WHERE rolsuper AND pg_has_role(oid, 'MEMBER')"))
                    .isEmpty();
            assertThat(query(
                            address,
                            "SELECT relname FROM pg_class WHERE relnamespace = 'upload_pipeline'::regnamespace"
                                    + " AND pg_has_role(relowner, 'USAGE')"))
                    .isEmpty();
            assertThat(query(address, "SELECT datname FROM pg_database WHERE pg_has_role(datdba, 'USAGE')"))
                    .isEmpty();

            for (String forbidden : List.of(
                    "SET session_replication_role = replica",
                    "SET ROLE corpus_owner",
                    "ALTER TABLE upload_pipeline.documents DISABLE TRIGGER ALL",
                    "DROP TABLE upload_pipeline.events",
                    "TRUNCATE upload_pipeline.events",
                    "CREATE TABLE upload_pipeline.mine (id int)",
                    "ALTER SYSTEM SET fsync = off",
                    "COPY upload_pipeline.events TO PROGRAM 'cat'",
                    "CREATE DATABASE mine",
                    "CREATE ROLE mine")) {
                assertThatThrownBy(() -> query(address, forbidden))
                        .as(forbidden)
                        .isInstanceOf(R2dbcException.class)
                        .extracting(e -> ((R2dbcException) e).getSqlState())
                        .isEqualTo("42501");
            }
            query(address, "CREATE SCHEMA truename");
            query(address, "CREATE TABLE truename.state (id int)");
            query(address, "UPDATE upload_pipeline.documents SET filename = filename");
            query(address, "DELETE FROM upload_pipeline.events");
            assertThat(query(address, "SELECT extensions.uuid_generate_v5(extensions.uuid_ns_dns(), 'a')::text"))
                    .hasSize(1);
        }
    }

    @LongSuite
    @Test
    void superuser_needsAPassword() throws Exception {
        try (LocalDatabase database = LocalDatabase.start(work, Optional.empty(), FreePort.next())) {
            DatabaseAddress ours = database.address();
            DatabaseAddress superuser =
                    new DatabaseAddress(ours.host(), ours.port(), "postgres", "postgres", ours.password());
            assertThatThrownBy(() -> query(superuser, "SELECT 1")).isInstanceOf(R2dbcException.class);
        }
    }

    @LongSuite
    @Test
    void keptData_isThereAgain() throws Exception {
        Path kept = work.resolve("kept $(touch x) \"folder\"");
        String passwordBefore;
        try (LocalDatabase database = LocalDatabase.start(work, Optional.of(kept), FreePort.next())) {
            insertDocument(database.address());
            passwordBefore = database.address().password();
            assertThatThrownBy(() -> LocalDatabase.start(other("second"), Optional.of(kept), FreePort.next()))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("Another local cloud");
        }
        try (LocalDatabase database = LocalDatabase.start(work, Optional.of(kept), FreePort.next())) {
            assertThat(documents(database.address())).isEqualTo(1);
            assertThat(database.address().password()).isEqualTo(passwordBefore);
        }
        assertThat(kept.resolve("postgres")).isDirectory();
    }

    @Test
    void keptData_afterServerWasKilled() throws Exception {
        Path kept = work.resolve("kept");
        LocalDatabase database = LocalDatabase.start(work, Optional.of(kept), FreePort.next());
        insertDocument(database.address());
        kill(pid(kept));
        assertThat(database.health().up()).isFalse();
        assertThat(database.status().sizeBytes()).isZero();
        database.close();
        try (LocalDatabase again = LocalDatabase.start(work, Optional.of(kept), FreePort.next())) {
            assertThat(documents(again.address())).isEqualTo(1);
        }
    }

    @LongSuite
    @Test
    void keptData_orphanStillRuns() throws Exception {
        Path kept = work.resolve("kept");
        try (LocalDatabase database = LocalDatabase.start(work, Optional.of(kept), FreePort.next())) {
            insertDocument(database.address());
        }
        // An orphaned server, as left by a local cloud that was killed together with its watchdog.
        PostgresPrograms programs =
                PostgresPrograms.in(PostgresBinaries.unpack(other("bin").resolve("pg")));
        assertThat(programs.run(kept, "pg_ctl", "start", "-D", "postgres", "-w", "-l", "orphan.log"))
                .matches(PostgresPrograms.Result::ok);
        long orphan = pid(kept);
        try (LocalDatabase again = LocalDatabase.start(work, Optional.of(kept), FreePort.next())) {
            assertThat(pid(kept)).isNotEqualTo(orphan);
            assertThat(documents(again.address())).isEqualTo(1);
        }
    }

    @LongSuite
    @Test
    void keptData_processNumberIsAnothersNow() throws Exception {
        Path kept = work.resolve("kept");
        LocalDatabase.start(work, Optional.of(kept), FreePort.next()).close();
        Files.writeString(
                kept.resolve("postgres").resolve("postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + kept + "\n1\n1\n\n127.0.0.1\n");
        LocalDatabase.start(work, Optional.of(kept), FreePort.next()).close();
    }

    @LongSuite
    @Test
    void keptData_killedWhileBeingMade() throws Exception {
        Path kept = work.resolve("kept");
        Files.createDirectories(kept.resolve("postgres.new").resolve("base"));
        DataFolder.open(work.resolve("fresh"), 18).close();
        Files.copy(work.resolve("fresh").resolve("truename.properties"), kept.resolve("truename.properties"));
        LocalDatabase.start(work, Optional.of(kept), FreePort.next()).close();
        assertThat(kept.resolve("postgres.new")).doesNotExist();
    }

    @Test
    void guard_stopsTheServerWhenThePipeEnds() throws Exception {
        Path folder = other("guard");
        Path sign = folder.resolve("stopped");
        Process shell;
        try (ServerWatchdog kept = ServerWatchdog.watch(folder, List.of("touch", "wrong"))) {
            shell = kept.shell();
        }
        assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(folder.resolve("wrong")).doesNotExist();

        Process orphaned =
                ServerWatchdog.watch(folder, List.of("touch", "stopped")).shell();
        orphaned.getOutputStream().close();
        assertThat(orphaned.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(sign).exists();
    }

    @Test
    void start_folderIsAnothers() throws Exception {
        Path foreign = other("foreign");
        Files.writeString(foreign.resolve("thesis.txt"), "precious");
        refused(foreign, 0, "holds something else");
        assertThat(foreign.resolve("thesis.txt")).hasContent("precious");
        assertThat(foreign).isDirectoryNotContaining(path -> !path.endsWith("thesis.txt"));
    }

    @Test
    void start_folderNameHasALineEnd() {
        refused(work.resolve("two\nlines"), 0, "control character");
    }

    @Test
    void start_folderIsAFile() throws Exception {
        refused(Files.writeString(work.resolve("file"), ""), 0, "is not a folder");
    }

    @Test
    void start_folderCannotBeWritten() {
        refused(Path.of("/proc/truename"), 0, "cannot be used");
    }

    @Test
    void start_anotherMajor() throws Exception {
        Path kept = work.resolve("kept");
        DataFolder.open(kept, 16).close();
        refused(kept, 0, "was made by PostgreSQL 16 and this is PostgreSQL 18");
    }

    @Test
    void start_portInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            refused(work.resolve("kept"), taken.getLocalPort(), "Port " + taken.getLocalPort() + " is in use");
        }
    }

    private void refused(Path data, int port, String said) {
        assertThatThrownBy(() -> LocalDatabase.start(work, Optional.of(data), port))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(said)
                .message()
                .doesNotContain("\n")
                .endsWith(".");
    }

    private Path other(String name) throws Exception {
        return Files.createDirectories(work.resolve(name));
    }

    private static long pid(Path kept) throws Exception {
        return Long.parseLong(Files.readAllLines(kept.resolve("postgres").resolve("postmaster.pid"))
                .get(0)
                .strip());
    }

    private static void kill(long pid) {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static void insertDocument(DatabaseAddress address) {
        query(
                address,
                "INSERT INTO upload_pipeline.documents (document_id, user_id, filename, mime, bytes_len, file_sha256)"
                        + " VALUES (gen_random_uuid(), 'ada', 'a', 'text/plain', 1, repeat('a', 64))");
    }

    private static int documents(DatabaseAddress address) {
        return Integer.parseInt(query(address, "SELECT count(*)::text FROM upload_pipeline.documents")
                .get(0));
    }

    private static List<String> query(DatabaseAddress address, String sql) {
        return Mono.usingWhen(
                        new PostgresqlConnectionFactory(
                                        address.configuration("test").build())
                                .create(),
                        connection -> connection
                                .createStatement(sql)
                                .execute()
                                .concatMap(result -> result.map((row, columns) -> row.get(0, String.class)))
                                .collectList(),
                        PostgresqlConnection::close)
                .block(Duration.ofSeconds(20));
    }
}
