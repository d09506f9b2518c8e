// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit.fault;

import io.truename.testkit.database.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Control of a server: stops it and starts it again on the same port with the same settings. Use it only for a server that
 * the test owns.
 */
public final class ServerControl {
    /** Shutdown mode of PostgreSQL. */
    public enum Mode {
        /** Disconnects clients and shuts down cleanly. */
        FAST,
        /** Stops without a checkpoint, as in a crash; the next start replays the log. */
        IMMEDIATE
    }

    private static final Duration LONGEST_RESTART = Duration.ofSeconds(60);

    private final TestServer server;
    private final Path data;
    private final Path program;

    private ServerControl(TestServer server, Path data, Path program) {
        this.server = server;
        this.data = data;
        this.program = program;
    }

    /** Creates the control of a running server. */
    public static ServerControl of(TestServer server) {
        try (Connection connection = server.superuser("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW data_directory")) {
            row.next();
            Path data = Path.of(row.getString(1));
            // The command line that the server was started with: its first word is the program.
            String command = Files.readString(data.resolve("postmaster.opts"));
            Path program = Path.of(command.substring(0, command.indexOf(' ')));
            return new ServerControl(server, data, program.resolveSibling("pg_ctl"));
        } catch (SQLException | IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Stops the server in that mode and starts it; returns when it accepts connections. */
    public void restart(Mode mode) {
        run(List.of("restart", "-w", "-m", mode.name().toLowerCase(Locale.ROOT)));
        awaitConnections();
    }

    /** Kills the server's main process with SIGKILL and starts it; returns when it accepts connections. */
    public void kill() {
        long process = postmaster();
        ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
        ProcessHandle.of(process).ifPresent(handle -> handle.onExit().join());
        long deadline = System.nanoTime() + LONGEST_RESTART.toNanos();
        // Its children notice a little later; until then they hold the memory they shared with it.
        while (!tryRun(List.of("restart", "-w", "-m", "immediate"))) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("The server did not start again");
            }
        }
        awaitConnections();
    }

    private long postmaster() {
        try {
            return Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void awaitConnections() {
        long deadline = System.nanoTime() + LONGEST_RESTART.toNanos();
        while (true) {
            try (Connection connection = server.superuser("postgres")) {
                if (connection.isValid(5)) {
                    return;
                }
            } catch (SQLException notYet) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(notYet);
                }
            }
        }
    }

    private void run(List<String> arguments) {
        if (!tryRun(arguments)) {
            throw new IllegalStateException("pg_ctl failed: " + arguments);
        }
    }

    private boolean tryRun(List<String> arguments) {
        try {
            List<String> command = new ArrayList<>();
            // PostgreSQL refuses to run as root; in a user namespace of its own it is somebody else.
            if ((int) Files.getAttribute(data, "unix:uid") == 0) {
                command.addAll(List.of("unshare", "-U"));
            }
            command.addAll(List.of(program.toString(), "-D", data.toString(), "-l", data + "/restarted.log"));
            command.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            // pg_ctl finds its programs beside itself; a parent's locale or PG... settings must not reach them.
            builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
            Process process = builder.start();
            if (!process.waitFor(LONGEST_RESTART.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
