// SPDX-License-Identifier: Apache-2.0
package io.truename.local.database;

import io.truename.local.component.Health;
import io.truename.local.component.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * PostgreSQL server with the sample corpus, on the loopback interface only. Committed data is on disk. Applications log in as
 * {@code truename_app}, which may read and write the corpus and create its own schemas, and nothing else.
 */
public final class LocalDatabase implements CorpusDatabase {
    private static final int MAJOR = 18;

    private final Path binaries;
    private final PostgresPrograms programs;
    private final DataFolder data;
    private final Optional<Path> temporary;
    private final PostgresServer server;
    private final DatabaseAddress address;
    private final DatabaseMonitor monitor;
    private final AtomicBoolean closed = new AtomicBoolean();

    private LocalDatabase(
            Path binaries,
            PostgresPrograms programs,
            DataFolder data,
            Optional<Path> temporary,
            PostgresServer server,
            DatabaseAddress address) {
        this.binaries = binaries;
        this.programs = programs;
        this.data = data;
        this.temporary = temporary;
        this.server = server;
        this.address = address;
        this.monitor = new DatabaseMonitor(address, "stop the local cloud and start it again", false);
    }

    /**
     * Starts the database and returns when it accepts connections.
     *
     * @param workDir an existing folder for programs, the server's log and, without {@code keptDataDir}, the data;
     *     {@link #close()} deletes these files
     * @param keptDataDir the folder that keeps the data between runs; created if it does not exist
     * @param port the port to listen on
     * @throws StartException if the database cannot start; nothing is left running then
     */
    public static LocalDatabase start(Path workDir, Optional<Path> keptDataDir, int port) throws StartException {
        DataFolder data = DataFolder.open(keptDataDir.orElse(workDir.resolve("database")), MAJOR);
        try {
            requireFree(port);
            Path binaries = workDir.resolve("postgres-" + MAJOR);
            PostgresPrograms programs = PostgresPrograms.in(PostgresBinaries.unpack(binaries));
            PostgresServer server = PostgresServer.start(programs, data, workDir.resolve("postgres.log"), port);
            try {
                new DatabaseBootstrap(port, data).run();
                DatabaseAddress address = new DatabaseAddress(
                        PostgresServer.HOST,
                        port,
                        DatabaseBootstrap.DATABASE,
                        DatabaseBootstrap.APPLICATION,
                        data.applicationPassword());
                Optional<Path> temporary = keptDataDir.isPresent() ? Optional.empty() : Optional.of(data.folder());
                return new LocalDatabase(binaries, programs, data, temporary, server, address);
            } catch (StartException | RuntimeException | Error e) {
                // Errors too: while the program ends, a driver's class may fail to initialize.
                server.close();
                throw e;
            }
        } catch (StartException | RuntimeException | Error e) {
            data.close();
            throw e;
        }
    }

    /**
     * Claims a data folder for the local cloud, as {@link #start} does, and returns it, for data of other components.
     *
     * @throws StartException if the folder holds something else, another local cloud uses it, or it cannot be written
     */
    public static Path claim(Path keptDataDir) throws StartException {
        try (DataFolder data = DataFolder.open(keptDataDir, MAJOR)) {
            return data.folder();
        }
    }

    @Override
    public DatabaseAddress address() {
        return address;
    }

    /** Returns the login of the superuser, as whom the corpus is administered. */
    public DatabaseAddress superuser() {
        return new DatabaseAddress(
                address.host(), address.port(), address.database(), PostgresServer.SUPERUSER, data.superuserPassword());
    }

    /** Starts a standby that follows this server; its caller closes it. */
    public Standby startStandby() throws SQLException {
        try (Connection primary = DatabaseBootstrap.connect(superuser(), "truename standby")) {
            return Standby.start(programs, binaries, data.postgres(), primary, superuser());
        }
    }

    @Override
    public Health health() {
        return monitor.health();
    }

    @Override
    public DatabaseStatus status() {
        return monitor.status();
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            server.close();
        } finally {
            data.close();
        }
        try {
            DataFolder.delete(binaries);
            if (temporary.isPresent()) {
                DataFolder.delete(temporary.get());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The database has stopped, but its folder cannot be deleted", e);
        }
    }

    /** Checks the port before the server starts, so that the message names the port instead of quoting the server's log. */
    private static void requireFree(int port) throws StartException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
        } catch (IOException e) {
            throw new StartException(
                    "Port " + port
                            + " is in use: choose another base port with --port N, or end the program that uses it.",
                    e);
        }
    }
}
