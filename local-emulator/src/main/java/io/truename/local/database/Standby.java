// SPDX-License-Identifier: Apache-2.0
package io.truename.local.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Standby of the local cloud's own server, which follows it by streaming. Made from a copy of the server's files. */
public final class Standby implements AutoCloseable {
    private static final String DATA = "standby";

    /** Files of the running server that a copy must not have; the write-ahead log is streamed. */
    private static final Set<String> LEFT_OUT =
            Set.of("postmaster.pid", "postmaster.opts", "pg_wal", "pg_replslot", "pg_stat_tmp", "pg_dynshmem");

    private final PostgresPrograms programs;
    private final Path folder;
    private final DatabaseAddress address;

    private Standby(PostgresPrograms programs, Path folder, DatabaseAddress address) {
        this.programs = programs;
        this.folder = folder;
        this.address = address;
    }

    static Standby start(
            PostgresPrograms programs, Path folder, Path primaryData, Connection primary, DatabaseAddress of)
            throws SQLException {
        Path data = folder.resolve(DATA);
        try {
            try (Statement statement = primary.createStatement()) {
                statement.execute("SELECT pg_backup_start('standby', true)");
                copy(primaryData, data);
                try (ResultSet stopped = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
                    stopped.next();
                    Files.writeString(data.resolve("backup_label"), stopped.getString(1));
                }
            }
            Files.createFile(data.resolve("standby.signal"));
            int port = freePort();
            Files.writeString(
                    data.resolve("postgresql.auto.conf"),
                    "port = " + port + "\nprimary_conninfo = 'host=" + of.host() + " port=" + of.port() + " user="
                            + of.user() + " password=" + of.password() + "'\n");
            PostgresPrograms.Result started = programs.run(
                    folder,
                    "pg_ctl",
                    "start",
                    "-D",
                    DATA,
                    "-w",
                    "-t",
                    "60",
                    "-l",
                    folder.resolve("standby.log").toAbsolutePath().toString());
            if (!started.ok()) {
                throw new SQLException("The standby did not start: " + started.lastLine());
            }
            return new Standby(
                    programs, folder, new DatabaseAddress(of.host(), port, of.database(), of.user(), of.password()));
        } catch (IOException failed) {
            throw new UncheckedIOException("The standby cannot be made", failed);
        }
    }

    /** Finds one below the ephemeral ports, one of which could go to a client before the server listens. */
    private static int freePort() throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(15_000, 32_000);
            try (ServerSocket probe = new ServerSocket(port, 1, loopback)) {
                return probe.getLocalPort();
            } catch (BindException taken) {
                // Then another one.
            }
        }
    }

    /** Returns the login of its superuser. */
    public DatabaseAddress address() {
        return address;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectory(
                        to.resolve(from.relativize(folder)),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                return isLeftOut(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!isLeftOut(file)) {
                    try {
                        Files.copy(file, to.resolve(from.relativize(file)));
                    } catch (NoSuchFileException gone) {
                        // A table that was dropped meanwhile: the log says so too.
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failed) {
                return FileVisitResult.CONTINUE;
            }

            private boolean isLeftOut(Path path) {
                return from.equals(path.getParent())
                        && LEFT_OUT.contains(path.getFileName().toString());
            }
        });
    }

    @Override
    public void close() {
        try {
            programs.run(folder, "pg_ctl", "stop", "-D", DATA, "-m", "immediate", "-w", "-t", "30");
            DataFolder.delete(folder.resolve(DATA));
        } catch (IOException failed) {
            throw new UncheckedIOException("The standby cannot be stopped", failed);
        }
    }
}
