// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit.fault;

import io.truename.testkit.database.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tablespace in a {@link SmallFolder}, to test a full disk. If it cannot be mounted, a caller raises 53100 with {@link
 * Fault#fail} instead.
 */
public final class SmallDisk implements AutoCloseable {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final TestServer server;
    private final SmallFolder folder;
    private final String tablespace;

    private SmallDisk(TestServer server, SmallFolder folder, String tablespace) {
        this.server = server;
        this.folder = folder;
        this.tablespace = tablespace;
    }

    /** Mounts a disk of that size; empty if mounting is not allowed. */
    public static Optional<SmallDisk> mount(TestServer server, int megabytes) {
        return SmallFolder.mount(megabytes).flatMap(folder -> in(folder, server));
    }

    private static Optional<SmallDisk> in(SmallFolder folder, TestServer server) {
        String tablespace = "small_" + NAMES.incrementAndGet() + "_"
                + ProcessHandle.current().pid();
        try (Connection connection = server.superuser("postgres");
                Statement statement = connection.createStatement()) {
            Path tables = Files.createDirectory(folder.path().resolve("tables"));
            statement.execute("CREATE TABLESPACE " + tablespace + " LOCATION '" + tables + "'");
            statement.execute("GRANT CREATE ON TABLESPACE " + tablespace + " TO PUBLIC");
            return Optional.of(new SmallDisk(server, folder, tablespace));
        } catch (SQLException | IOException refused) {
            folder.close();
            return Optional.empty();
        }
    }

    /** For {@code ALTER DATABASE ... SET TABLESPACE}. */
    public String tablespace() {
        return tablespace;
    }

    /** Fills the disk completely. */
    public void fill() {
        folder.fill();
    }

    /** Frees the space. */
    public void empty() {
        folder.empty();
    }

    /** Drops the tablespace, which must hold nothing any more, and unmounts. */
    @Override
    public void close() {
        empty();
        try (Connection connection = server.superuser("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLESPACE " + tablespace);
        } catch (SQLException inUse) {
            throw new IllegalStateException(inUse);
        } finally {
            folder.close();
        }
    }
}
