// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.truename.local.story.CorpusLogin;
import io.truename.local.story.FunctionClient;
import io.truename.local.story.MismatchException;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/** Runs of {@code migrate} over documents with random ids. */
final class Migrations {
    private static final int DOCUMENTS = 20;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final String STORE = """
            INSERT INTO upload_pipeline.documents (document_id, user_id, filename, mime, bytes_len, file_sha256)
            SELECT gen_random_uuid(), 'drill', ? || i, 'text/plain', 100, encode(sha256((? || i)::bytea), 'hex')
            FROM generate_series(1, ?) i""";

    private final FunctionClient migrate;
    private final CorpusLogin login;

    Migrations(URI gateway, CorpusLogin login) {
        this.migrate = new FunctionClient(gateway, "migrate");
        this.login = login;
    }

    /** Stores documents with random ids and plans to migrate them. Returns the run's id. */
    String plan(String name) throws InterruptedException, SQLException {
        try (Connection connection = login.connect();
                PreparedStatement store = connection.prepareStatement(STORE)) {
            store.setString(1, name);
            store.setString(2, name);
            store.setInt(3, DOCUMENTS);
            store.executeUpdate();
        }
        String run = migrate.post("/migrations", "{\"acceptNoBackup\":true}")
                .path("id")
                .asText();
        await(run, "PLANNED");
        return run;
    }

    void command(String run, String command) throws InterruptedException {
        migrate.post("/migrations/" + run + "/" + command, "{}");
    }

    /** Waits until a run is in a state. */
    void await(String run, String state) throws InterruptedException {
        Patience.await(PAUSE, "the run of the drill did not become " + state, () -> {
            JsonNode view = migrate.get("/migrations/" + run);
            if (view.path("state").asText().equals("FAILED")) {
                throw new MismatchException("the run of the drill is not " + state + ": " + view);
            }
            return view.path("state").asText().equals(state);
        });
    }

    /** Looks an id up that no run has moved. Returns how often the answer took longer than a time. */
    int lookUp(int times, Duration slow) throws InterruptedException {
        int slowOnes = 0;
        for (int i = 0; i < times; i++) {
            long begun = System.nanoTime();
            migrate.post("/aliases/lookup", "{\"ids\":[\"7d444840-9dc0-41d1-b245-5ffdce74fad2\"]}");
            slowOnes += System.nanoTime() - begun > slow.toNanos() ? 1 : 0;
        }
        return slowOnes;
    }
}
