// SPDX-License-Identifier: Apache-2.0
package io.truename.local.database;

import io.truename.local.component.FileError;
import io.truename.local.component.StartException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Running PostgreSQL server on a {@link DataFolder}. Creates the database cluster if needed. */
final class PostgresServer implements AutoCloseable {
    static final String HOST = "127.0.0.1";
    static final String SUPERUSER = "postgres";

    private static final String DATA = "postgres";
    private static final String ELSEWHERE = "keep the database elsewhere, on a local disk, with --data";
    private static final String SETTINGS = "truename.conf";
    private static final Duration KILLED_WITHIN = Duration.ofSeconds(10);

    private final PostgresPrograms programs;
    private final DataFolder data;
    private final ServerWatchdog watchdog;
    private final int port;
    private final AtomicBoolean closed = new AtomicBoolean();

    private PostgresServer(PostgresPrograms programs, DataFolder data, ServerWatchdog watchdog, int port) {
        this.programs = programs;
        this.data = data;
        this.watchdog = watchdog;
        this.port = port;
    }

    int port() {
        return port;
    }

    /** Starts the server. First stops an orphaned server on the same folder, left by a killed local cloud. */
    static PostgresServer start(PostgresPrograms programs, DataFolder data, Path log, int port) throws StartException {
        try {
            stopOrphan(programs, data);
            create(programs, data);
            Files.writeString(data.postgres().resolve(SETTINGS), settings(port));
            Files.deleteIfExists(log);
            PostgresPrograms.Result ended = startServer(programs, data, log);
            // A killed server's last children may hold its shared memory for a moment.
            for (int attempt = 1; !ended.ok() && attempt <= 10 && text(log).contains("still in use"); attempt++) {
                TimeUnit.MILLISECONDS.sleep(500);
                Files.deleteIfExists(log);
                ended = startServer(programs, data, log);
            }
            if (!ended.ok()) {
                throw new StartException(whyNot(text(log), port, data.folder()));
            }
            return new PostgresServer(programs, data, watchdog(programs, data), port);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("The start of the database was interrupted: start the local cloud again.", e);
        } catch (IOException e) {
            throw FileError.of(e).sentence(named(data.folder()), ELSEWHERE, e);
        }
    }

    /** Whether the server's process runs. */
    boolean alive() {
        try {
            return postmaster(data).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    /** Stops the server in PostgreSQL's fast mode: no new work, open transactions rolled back, everything on disk. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        watchdog.close();
        // A caller that was interrupted still wants the server gone.
        boolean interrupted = Thread.interrupted();
        try {
            stop(programs, data);
        } catch (IOException | StartException e) {
            throw new IllegalStateException("The database could not be stopped: " + e.getMessage(), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static ServerWatchdog watchdog(PostgresPrograms programs, DataFolder data)
            throws IOException, StartException {
        try {
            return ServerWatchdog.watch(
                    data.folder(), programs.command("pg_ctl", "stop", "-D", DATA, "-m", "fast", "-t", "300"));
        } catch (IOException e) {
            stop(programs, data);
            throw e;
        }
    }

    private static PostgresPrograms.Result startServer(PostgresPrograms programs, DataFolder data, Path log)
            throws IOException {
        return programs.run(
                data.folder(),
                "pg_ctl",
                "start",
                "-D",
                DATA,
                "-w",
                "-t",
                "300",
                "-l",
                log.toAbsolutePath().toString());
    }

    private static void create(PostgresPrograms programs, DataFolder data) throws IOException, StartException {
        if (Files.exists(data.postgres())) {
            return;
        }
        Path made = data.folder().resolve("postgres.new");
        Path password = data.folder().resolve("postgres.password");
        DataFolder.delete(made);
        try {
            Files.writeString(password, data.superuserPassword() + "\n");
            PostgresPrograms.Result ended = programs.run(
                    data.folder(),
                    "initdb",
                    "-D",
                    "postgres.new",
                    "-U",
                    SUPERUSER,
                    "-A",
                    "scram-sha-256",
                    "--pwfile=postgres.password",
                    "-E",
                    "UTF8",
                    "--locale=C",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8");
            if (!ended.ok()) {
                throw FileError.of(reason(ended)).sentence(named(data.folder()), ELSEWHERE, null);
            }
        } finally {
            Files.deleteIfExists(password);
        }
        Files.writeString(
                made.resolve("postgresql.conf"),
                Files.readString(made.resolve("postgresql.conf")) + "\ninclude_if_exists '" + SETTINGS + "'\n");
        Files.move(made, data.postgres());
    }

    private static String settings(int port) {
        return String.join(
                "\n",
                "listen_addresses = '" + HOST + "'",
                "port = " + port,
                "unix_socket_directories = ''",
                "fsync = on",
                "full_page_writes = on",
                "synchronous_commit = on",
                "autovacuum = on",
                "max_connections = 60",
                "shared_buffers = 256MB",
                "max_wal_size = 4GB",
                "timezone = 'UTC'",
                "log_timezone = 'UTC'",
                "shared_preload_libraries = 'pg_stat_statements'",
                "");
    }

    private static void stopOrphan(PostgresPrograms programs, DataFolder data) throws IOException, StartException {
        Path pidFile = data.postgres().resolve("postmaster.pid");
        if (postmaster(data).isPresent()) {
            stop(programs, data);
        } else if (Files.exists(pidFile)) {
            // The number may be another program's by now, and the server would then refuse to start.
            Files.delete(pidFile);
        }
    }

    private static void stop(PostgresPrograms programs, DataFolder data) throws IOException, StartException {
        for (String mode : List.of("fast", "immediate")) {
            if (postmaster(data).isEmpty()) {
                return;
            }
            programs.run(data.folder(), "pg_ctl", "stop", "-D", DATA, "-m", mode, "-w", "-t", "30");
        }
        Optional<ProcessHandle> left = postmaster(data);
        if (left.isPresent()) {
            left.get().destroyForcibly();
            left.get()
                    .onExit()
                    .completeOnTimeout(left.get(), KILLED_WITHIN.toSeconds(), TimeUnit.SECONDS)
                    .join();
            if (left.get().isAlive()) {
                throw new StartException("PostgreSQL still runs on \"" + DataFolder.shown(data.folder())
                        + "\" as process " + left.get().pid() + ": end that process.");
            }
        }
    }

    /** Finds the server on this folder by the pid that PostgreSQL writes into it; empty if none runs. */
    private static Optional<ProcessHandle> postmaster(DataFolder data) throws IOException {
        Path file = data.postgres().resolve("postmaster.pid");
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (java.nio.file.NoSuchFileException e) {
            return Optional.empty();
        }
        if (lines.isEmpty() || !lines.get(0).strip().matches("\\d{1,18}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
                .filter(ProcessHandle::isAlive)
                .filter(PostgresServer::isPostgres);
    }

    /** Whether the process is a live PostgreSQL. Linux still lists a zombie process, without its program's name. */
    private static boolean isPostgres(ProcessHandle process) {
        boolean nameless = !Files.isDirectory(Path.of("/proc/self"));
        return process.info()
                .command()
                .map(command -> Path.of(command).endsWith("postgres"))
                .orElse(nameless);
    }

    private static String text(Path log) throws IOException {
        return Files.exists(log) ? new String(Files.readAllBytes(log), StandardCharsets.UTF_8) : "";
    }

    private static String reason(PostgresPrograms.Result ended) {
        return ended.output()
                .lines()
                .filter(line -> line.contains("error:") || line.contains("FATAL:"))
                .findFirst()
                .orElse(ended.lastLine());
    }

    private static String named(Path folder) {
        return "The database's folder \"" + DataFolder.shown(folder) + "\"";
    }

    private static String whyNot(String log, int port, Path folder) {
        if (log.contains("could not bind")) {
            return "Port " + port
                    + " is in use: choose another base port with --port N, or end the program that uses it.";
        }
        String reason = log.lines()
                .filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
                .map(line -> line.replaceFirst("^.*?(FATAL|PANIC): +", ""))
                .findFirst()
                .orElse("no reason given");
        return String.valueOf(
                FileError.of(reason).sentence(named(folder), ELSEWHERE, null).getMessage());
    }
}
