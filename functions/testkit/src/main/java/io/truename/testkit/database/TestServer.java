// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * PostgreSQL server for tests, which ends with the JVM. Tests share one server of each version and create their own
 * databases; a test that breaks its server starts one of its own.
 */
public final class TestServer implements AutoCloseable {
    /** Oldest and newest supported version of PostgreSQL. */
    public enum Version {
        OLDEST(14),
        NEWEST(18);

        private final int major;

        Version(int major) {
            this.major = major;
        }

        /** Major version: 14 or 18. */
        public int major() {
            return major;
        }
    }

    /**
     * Settings without waits for the disk. Shared servers never lose power and end with the JVM, and such waits are most of
     * the cost of a database for each test. Autovacuum would visit one of hundreds of databases every few tenths of a second.
     */
    private static final Map<String, String> FORGETFUL =
            Map.of("fsync", "off", "synchronous_commit", "off", "full_page_writes", "off", "autovacuum_naptime", "1d");

    private static final Map<Version, TestServer> SHARED = new EnumMap<>(Version.class);
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final EmbeddedPostgres postgres;

    private TestServer(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /** The server of that version that all tests share. It does not wait for the disk. */
    public static TestServer shared(Version version) {
        synchronized (SHARED) {
            return SHARED.computeIfAbsent(version, absent -> {
                TestServer server = start(configured(absent, FORGETFUL).setRegisterShutdownHook(false));
                DiscardedServer.whenTheJvmEnds(server);
                return server;
            });
        }
    }

    /**
     * Starts a server that the caller closes. Commits reach the disk.
     *
     * @param settings of the server, which override the test kit's
     */
    public static TestServer start(Version version, Map<String, String> settings) {
        return start(configured(version, settings));
    }

    /** As {@link #start(Version, Map)}, with its data in a folder of the caller's, who deletes it. */
    public static TestServer start(Version version, Map<String, String> settings, Path data) {
        return start(configured(version, settings).setDataDirectory(data).setCleanDataDirectory(false));
    }

    private static TestServer start(EmbeddedPostgres.Builder builder) {
        try {
            return new TestServer(builder.start());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static EmbeddedPostgres.Builder configured(Version version, Map<String, String> settings) {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setPgBinaryResolver((system, machine) -> binaries(version))
                .setPGStartupWait(Duration.ofMinutes(1))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "120");
        settings.forEach(builder::setServerConfig);
        return builder;
    }

    private static java.io.InputStream binaries(Version version) {
        String system = System.getProperty("os.name").toLowerCase(java.util.Locale.ROOT);
        String machine = System.getProperty("os.arch");
        String file = "/postgres/" + version.major() + "/postgres-" + (system.contains("mac") ? "darwin" : "linux")
                + "-" + (machine.equals("aarch64") ? "arm_64" : "x86_64") + ".txz";
        return Objects.requireNonNull(TestServer.class.getResourceAsStream(file), file);
    }

    /** An empty database with a role of its own, which owns it and is no superuser. */
    public TestDatabase database() {
        String name = "test_" + DATABASES.incrementAndGet() + "_"
                + ProcessHandle.current().pid();
        try (Connection connection = superuser("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + name + " LOGIN PASSWORD '" + name + "'");
            statement.execute("CREATE DATABASE " + name + " OWNER " + name);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        try (Connection connection = superuser(name);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA extensions AUTHORIZATION " + name);
            statement.execute("CREATE EXTENSION \"uuid-ossp\" SCHEMA extensions");
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        return new TestDatabase(this, name, name);
    }

    /** A copy with the same owner. Ends every connection to the original, because PostgreSQL copies only what nobody uses. */
    public TestDatabase copy(TestDatabase original) {
        return copy(original, "pg_default");
    }

    /** A copy in a tablespace. */
    public TestDatabase copy(TestDatabase original, String tablespace) {
        String name = "copy_" + DATABASES.incrementAndGet() + "_"
                + ProcessHandle.current().pid();
        try (Connection connection = superuser("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + original.name() + "'");
            statement.execute("CREATE DATABASE " + name + " TEMPLATE " + original.name() + " OWNER " + original.role()
                    + " TABLESPACE " + tablespace);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        return new TestDatabase(this, name, original.role());
    }

    /** Removes a database, even if it is in use. */
    public void drop(TestDatabase database) {
        try (Connection connection = superuser("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE " + database.name() + " WITH (FORCE)");
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** A connection as superuser, for what only an administrator can do. */
    public Connection superuser(String database) throws SQLException {
        return postgres.getDatabase("postgres", database).getConnection();
    }

    /** On the loopback address. */
    public int port() {
        return postgres.getPort();
    }

    /** Where the server keeps its data. */
    public EmbeddedPostgres postgres() {
        return postgres;
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
