// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;

/** Streaming standby of a server. Its data are a base backup, taken by SQL: the binaries of tests lack {@code pg_basebackup}. */
public final class StandbyServer {
    /** Folders whose files belong to the running server alone; a backup needs the empty folders. */
    private static final Set<String> ITS_OWN =
            Set.of("pg_wal", "pg_replslot", "pg_dynshmem", "pg_notify", "pg_serial", "pg_snapshots", "pg_stat_tmp");

    private static final int RENAMED = 15;

    private StandbyServer() {}

    /**
     * Starts a standby, which the caller closes before the primary. It is read only and follows the primary at once.
     *
     * @param settings of the standby, which override the test kit's; not fewer connections than the primary has
     * @param data an empty folder of the caller's, who deletes it
     */
    public static TestServer start(
            TestServer primary, TestServer.Version version, Map<String, String> settings, Path data) {
        boolean renamed = version.major() >= RENAMED;
        try (Connection connection = primary.superuser("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    renamed
                            ? "SELECT pg_backup_start('standby', true)"
                            : "SELECT pg_start_backup('standby', true, false)");
            copy(Path.of(value(statement, "SHOW data_directory")), data);
            String label = value(
                    statement,
                    "SELECT labelfile FROM " + (renamed ? "pg_backup_stop(false)" : "pg_stop_backup(false, false)"));
            Files.writeString(data.resolve("backup_label"), label);
            Files.writeString(
                    data.resolve("postgresql.auto.conf"),
                    "primary_conninfo = 'host=localhost port=" + primary.port()
                            + " user=postgres application_name=standby'\nwal_receiver_status_interval = 1\n");
            Files.createFile(data.resolve("standby.signal"));
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return TestServer.start(version, settings, data);
    }

    private static String value(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (!folder.equals(from)) {
                    Files.copy(folder, to.resolve(from.relativize(folder)), StandardCopyOption.COPY_ATTRIBUTES);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path place = from.relativize(file);
                if (!ITS_OWN.contains(place.getName(0).toString())
                        && !place.toString().startsWith("postmaster.")) {
                    Files.copy(file, to.resolve(place), StandardCopyOption.COPY_ATTRIBUTES);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failed) throws IOException {
                if (failed instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failed;
            }
        });
        // The server starts only if nobody else may read its data.
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwx------"));
    }
}
