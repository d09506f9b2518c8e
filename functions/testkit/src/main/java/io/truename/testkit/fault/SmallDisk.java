// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit.fault;

import io.truename.testkit.database.TestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A tablespace on a file system of a few megabytes that can really be full. Needs the right to mount: elsewhere there is none,
 * and a caller lets the server say 53100 without a cause ({@link Fault#fail}).
 */
public final class SmallDisk implements AutoCloseable {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final TestServer server;
    private final Path mount;
    private final String tablespace;

    private SmallDisk(TestServer server, Path mount, String tablespace) {
        this.server = server;
        this.mount = mount;
        this.tablespace = tablespace;
    }

    /** Mounts one of that size; empty where that is not allowed. */
    public static Optional<SmallDisk> mount(TestServer server, int megabytes) {
        try {
            Path mount = Files.createTempDirectory("truename-small-disk");
            if (!run("mount", "-t", "tmpfs", "-o", "mode=700,size=" + megabytes + "m", "tmpfs", mount.toString())) {
                Files.delete(mount);
                return Optional.empty();
            }
            Path folder = Files.createDirectory(mount.resolve("tables"));
            String tablespace = "small_" + NAMES.incrementAndGet() + "_"
                    + ProcessHandle.current().pid();
            SmallDisk disk = new SmallDisk(server, mount, tablespace);
            try (Connection connection = server.superuser("postgres");
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLESPACE " + tablespace + " LOCATION '" + folder + "'");
                statement.execute("GRANT CREATE ON TABLESPACE " + tablespace + " TO PUBLIC");
            } catch (SQLException refused) {
                run("umount", mount.toString());
                Files.delete(mount);
                return Optional.empty();
            }
            return Optional.of(disk);
        } catch (IOException noMountProgram) {
            return Optional.empty();
        }
    }

    /** For {@code ALTER DATABASE ... SET TABLESPACE}. */
    public String tablespace() {
        return tablespace;
    }

    /** Leaves no byte. */
    public void fill() {
        byte[] block = new byte[1 << 16];
        try (OutputStream filler = Files.newOutputStream(mount.resolve("filler"))) {
            for (int size = block.length; size > 0; size /= 2) {
                writeUntilFull(filler, block, size);
            }
        } catch (IOException full) {
            // As wished.
        }
    }

    private static void writeUntilFull(OutputStream filler, byte[] block, int size) {
        try {
            while (true) {
                filler.write(block, 0, size);
            }
        } catch (IOException full) {
            // As wished.
        }
    }

    /** Gives the space back. */
    public void empty() {
        try {
            Files.deleteIfExists(mount.resolve("filler"));
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
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
            try {
                run("umount", "-l", mount.toString());
                Files.deleteIfExists(mount);
            } catch (IOException leftBehind) {
                mount.toFile().deleteOnExit();
            }
        }
    }

    private static boolean run(String... command) throws IOException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
