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
 * Ends a server that nobody needs any more, without being waited for. In good order it would first write down all that the tests
 * left, and hundreds of databases are a hundred thousand files: the test run stood still for half a minute until they were gone.
 */
final class DiscardedServer {
    /** Gives the server half a minute; what it shares with other processes is freed by itself only. */
    private static final String END = "kill -QUIT \"$1\"; n=0;"
            + " while kill -0 \"$1\" && [ $n -lt 300 ]; do sleep 0.1; n=$((n + 1)); done; rm -rf \"$2\"";

    private DiscardedServer() {}

    /** When this JVM ends, the server is told to drop everything, and its folder is deleted after it. */
    static void whenTheJvmEnds(TestServer server) {
        Path data = dataOf(server);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> discard(data), "discard " + data.getFileName()));
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

    private static void discard(Path data) {
        try {
            String process =
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip();
            new ProcessBuilder(List.of("sh", "-c", END, "sh", process, data.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
