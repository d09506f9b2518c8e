// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit.database;

import io.truename.testkit.FreePort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

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

    private static final Path MEMORY = Path.of("/dev/shm");

    /** Enough for the databases of all tests of two modules, in bytes. */
    private static final long ROOM_IN_MEMORY = 10L << 30;

    private static final Map<Version, TestServer> SHARED = new EnumMap<>(Version.class);
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final EmbeddedPostgres postgres;
    private final Map<String, TestDatabase> templates = new HashMap<>();

    private TestServer(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /** The server of that version that all tests share. It does not wait for the disk. */
    public static TestServer shared(Version version) {
        synchronized (SHARED) {
            return SHARED.computeIfAbsent(version, absent -> {
                EmbeddedPostgres.Builder builder = configured(absent, FORGETFUL).setRegisterShutdownHook(false);
                folderInMemory().ifPresent(builder::setDataDirectory);
                TestServer server = start(builder);
                DiscardedServer.whenTheJvmEnds(server);
                return server;
            });
        }
    }

    /** A disk takes a fifth of the time of tests for the files of their databases, three hundred each. Empty if memory is scarce. */
    private static Optional<Path> folderInMemory() {
        try {
            return Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() > ROOM_IN_MEMORY
                    ? Optional.of(Files.createTempDirectory(MEMORY, "truename-test-"))
                    : Optional.empty();
        } catch (IOException failed) {
            return Optional.empty();
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
                .setPort(FreePort.next())
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
        TestDatabase database = create("template1");
        try (Connection connection = superuser(database.name());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA extensions AUTHORIZATION " + database.role());
            statement.execute("CREATE EXTENSION \"uuid-ossp\" SCHEMA extensions");
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        return database;
    }

    /**
     * As {@link #database()}, with contents that are made once for each server and copied, which takes a fifth of the time that
     * the tables of schema {@code truename} take. The role of the new database owns everything that is not a superuser's.
     *
     * @param contents names them
     * @param preparation makes them in an empty database; it is called for the first database alone
     */
    public TestDatabase database(String contents, Consumer<TestDatabase> preparation) {
        TestDatabase template;
        synchronized (templates) {
            template = templates.computeIfAbsent(contents, absent -> {
                TestDatabase prepared = database();
                preparation.accept(prepared);
                asSuperuser("ALTER DATABASE " + prepared.name() + " OWNER TO postgres");
                // PostgreSQL copies only what nobody uses, and a pool may be slow to close.
                asSuperuser("ALTER DATABASE " + prepared.name() + " ALLOW_CONNECTIONS false");
                disconnect(prepared);
                return prepared;
            });
        }
        TestDatabase copy = create(template.name());
        copy.executeAsSuperuser("REASSIGN OWNED BY " + template.role() + " TO " + copy.role());
        return copy;
    }

    private TestDatabase create(String template) {
        String name = "test_" + DATABASES.incrementAndGet() + "_"
                + ProcessHandle.current().pid();
        asSuperuser(
                "CREATE ROLE " + name + " LOGIN PASSWORD '" + name + "'",
                "CREATE DATABASE " + name + " TEMPLATE " + template + " OWNER " + name);
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
        disconnect(original);
        asSuperuser("CREATE DATABASE " + name + " TEMPLATE " + original.name() + " OWNER " + original.role()
                + " TABLESPACE " + tablespace);
        return new TestDatabase(this, name, original.role());
    }

    private void disconnect(TestDatabase database) {
        asSuperuser("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database.name() + "'");
    }

    /** Removes a database, even if it is in use. */
    public void drop(TestDatabase database) {
        asSuperuser("DROP DATABASE " + database.name() + " WITH (FORCE)");
    }

    private void asSuperuser(String... statements) {
        try (Connection connection = superuser("postgres");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** A connection as superuser, for acts that only an administrator may do. */
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
