// SPDX-License-Identifier: Apache-2.0
package io.truename.local.database;

import com.sun.security.auth.module.UnixSystem;
import io.truename.local.component.StartException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Launcher of PostgreSQL's programs. PostgreSQL refuses to run as root, so for root they run in their own user namespace. */
final class PostgresPrograms {
    private static final int OUTPUT_LIMIT = 16_384;

    /** Exit code of a program, with the beginning of its output. */
    record Result(int code, String output) {
        boolean ok() {
            return code == 0;
        }

        /** Returns the last line that is not blank, for a message. */
        String lastLine() {
            return output.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .reduce((first, second) -> second)
                    .orElse("no message");
        }
    }

    private final Path binaries;
    private final List<String> prefix;

    private PostgresPrograms(Path binaries, List<String> prefix) {
        this.binaries = binaries;
        this.prefix = prefix;
    }

    static PostgresPrograms in(Path binaries) throws StartException {
        if (new UnixSystem().getUid() != 0) {
            return new PostgresPrograms(binaries, List.of());
        }
        PostgresPrograms programs = new PostgresPrograms(binaries, List.of("unshare", "-U"));
        String advice = "PostgreSQL does not run as root and this machine does not allow user namespaces (unshare -U):"
                + " start the local cloud as another user.";
        try {
            if (!programs.run(binaries, "postgres", "--version").ok()) {
                throw new StartException(advice);
            }
            return programs;
        } catch (IOException e) {
            throw new StartException(advice, e);
        }
    }

    /** Returns the command line that runs a program. */
    List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(binaries.resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /** Runs a program and waits for its end, at most six minutes. */
    Result run(Path folder, String program, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(program, arguments));
        builder.directory(folder.toFile()).redirectErrorStream(true);
        clean(builder.environment());
        Process process = builder.start();
        process.getOutputStream().close();
        try (InputStream output = process.getInputStream()) {
            String text = new String(output.readNBytes(OUTPUT_LIMIT), StandardCharsets.UTF_8);
            output.transferTo(java.io.OutputStream.nullOutputStream());
            if (!process.waitFor(Duration.ofMinutes(6).toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(program + " did not end within six minutes");
            }
            return new Result(process.exitValue(), text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(program + " was interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Removes the user's PG... variables, which would change the server's settings, and makes messages English. */
    private static void clean(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.toUpperCase(Locale.ROOT).startsWith("PG"));
        environment.put("LC_ALL", "C");
    }
}
