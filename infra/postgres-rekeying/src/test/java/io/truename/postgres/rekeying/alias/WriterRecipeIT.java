// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.alias;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.corpus.fixture.CorpusDatabase;
import io.truename.postgres.rekeying.fixture.BookkeepingChanges;
import io.truename.rekeying.run.DocumentState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The recipe for writers that may hold an old id, beside a move forward; LiveLoadIT of the workbench has the way back. */
class WriterRecipeIT {
    private static final UUID OLD = UUID.fromString("11111111-1111-4111-8111-111111111111");
    private static final UUID NEW = UUID.fromString("22222222-2222-5222-8222-222222222222");

    @ParameterizedTest
    @EnumSource(TestServer.Version.class)
    void write_blockedByAMove_losesNothing(TestServer.Version version) throws Exception {
        TestDatabase database = CorpusDatabase.withSampleCorpus(version);
        database.execute(
                "INSERT INTO upload_pipeline.documents (document_id, user_id, filename, mime, bytes_len, file_sha256) VALUES ('"
                        + OLD + "', 'u', 'before', 'text/plain', 1, repeat('0', 64))");
        ExecutorService writers = Executors.newSingleThreadExecutor();
        try (Connection mover = database.connect();
                Connection writer = database.connect()) {
            mover.setAutoCommit(false);
            mover.createStatement()
                    .execute("SELECT FROM upload_pipeline.documents WHERE document_id = '" + OLD + "' FOR UPDATE");
            mover.createStatement()
                    .execute("UPDATE upload_pipeline.documents SET document_id = '" + NEW + "' WHERE document_id = '"
                            + OLD + "'");
            mover.createStatement()
                    .execute(BookkeepingChanges.addDocumentsSql(
                            1, DocumentState.MOVED, 1, 0, "VALUES (0, '" + OLD + "'::uuid, '" + NEW + "'::uuid)"));

            Future<Integer> first = writers.submit(() -> rename(writer, "document_id = ?"));
            awaitBlocked(database);
            mover.commit();

            assertThat(first.get(10, TimeUnit.SECONDS)).isZero();
            assertThat(rename(writer, "document_id = truename.resolve(?)")).isOne();
        } finally {
            writers.shutdownNow();
        }
        assertThat(database.rows("SELECT document_id, filename FROM upload_pipeline.documents"))
                .containsExactly(NEW + "\tafter");
    }

    private static int rename(Connection connection, String where) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE upload_pipeline.documents SET filename = 'after' WHERE " + where)) {
            update.setObject(1, OLD);
            return update.executeUpdate();
        }
    }

    private static void awaitBlocked(TestDatabase database) {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(10));
        while (database.value("SELECT count(*) FROM pg_locks WHERE NOT granted").equals("0")) {
            assertThat(Instant.now()).isBefore(deadline);
        }
    }
}
