// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Shutdown of a server whose data is no longer needed, in the background. A clean shutdown first writes everything to disk;
 * with hundreds of databases, a hundred thousand files, it delayed the end of a test run by half a minute.
 */
final class DiscardedServer {
    /**
     * Waits for the end of its input, then gives the server half a minute; only the server frees resources that it shares with other
     * processes. An interrupt from the keyboard reaches it too.
     */
    private static final String END = "trap '' INT TERM HUP; cat; kill -QUIT \"$1\"; n=0;"
            + " while kill -0 \"$1\" && [ $n -lt 300 ]; do sleep 0.1; n=$((n + 1)); done; rm -rf \"$2\"";

    private DiscardedServer() {}

    /** When this JVM ends, even if it is killed, the server is told to drop everything, and its folder is deleted after it. */
    static void whenTheJvmEnds(TestServer server) {
        Path data = dataOf(server);
        try {
            String process =
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip();
            // Its input is a pipe that nobody but this JVM holds.
            new ProcessBuilder(List.of("sh", "-c", END, "sh", process, data.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Path dataOf(TestServer server) {
        try (Connection connection = server.superuser("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW data_directory")) {
            row.next();
            return Path.of(row.getString(1));
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
