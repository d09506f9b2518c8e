// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import io.truename.postgres.rekeying.batch.BatchOptions;
import io.truename.postgres.rekeying.batch.BatchSummary;
import io.truename.postgres.rekeying.batch.PlannedDocument;
import io.truename.postgres.rekeying.batch.ValidationException;
import io.truename.postgres.rekeying.fixture.BookkeepingChanges;
import io.truename.postgres.rekeying.fixture.BookkeepingTables;
import io.truename.postgres.rekeying.fixture.Gate;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.postgres.rekeying.lease.LeaseToken;
import io.truename.postgres.rekeying.lease.Leases;
import io.truename.postgres.rekeying.lease.LostLeaseException;
import io.truename.rekeying.run.DocumentState;
import io.truename.rekeying.run.RunCommand;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import io.truename.testkit.schema.SchemaVariant;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A batch beside an application that writes, and beside other instances. Document 11 of the twelve is true already. Long, because
 * each meeting of the two is a test.
 */
class BatchMoverIT {
    private static final String OLD = "fixture.v4('document 1')";
    private static final String NEW = "fixture.true_document('auth0|1', fixture.hash('file 1'))";

    private final ExecutorService others = Executors.newCachedThreadPool();
    private TestDatabase corpus;
    private Migration migration;
    private UUID id;
    private int run;
    private Session session;
    private LeaseToken lease;
    private BatchMover mover;
    private Map<String, String> before;

    @BeforeEach
    void plan() {
        corpus = Migration.database(Version.NEWEST);
        migration = Migration.ofSample(corpus, 12);
        id = migration.started(Migration.SETTINGS);
        run = migration.view(id).number();
        session = migration.database().open();
        lease = take(UUID.randomUUID());
        mover = new BatchMover(migration.schema(), run);
        before = contents();
    }

    @AfterEach
    void close() {
        others.shutdownNow();
        session.close();
        migration.close();
    }

    @Test
    void childThatIsBeingWritten_endsTheBatch_andMovesWithTheNext() throws Exception {
        try (Connection application = corpus.connect();
                Statement statement = application.createStatement()) {
            application.setAutoCommit(false);
            statement.execute(insertJob(OLD));

            assertThatThrownBy(() -> move(false))
                    .isInstanceOfSatisfying(
                            SqlException.class,
                            failed -> assertThat(failed.sqlState()).isEqualTo("55P03"));
            assertThat(contents()).isEqualTo(before);

            application.commit();
        }

        assertThat(move(false).documents()).isEqualTo(11);
        assertThat(corpus.value(
                        "SELECT document_id = " + NEW + " FROM upload_pipeline.upload_jobs WHERE stage = 'new'"))
                .isEqualTo("t");
    }

    /** Catches a trigger that is blamed for rows of a document which is not moved, because it has changed since the plan. */
    @Test
    void checkThatFails_besideAStaleDocument_isNoSkippedRow() {
        String old = corpus.value("SELECT " + OLD);
        corpus.execute("UPDATE upload_pipeline.documents SET file_sha256 = fixture.hash('changed')"
                + " WHERE document_id = fixture.v4('document 2');"
                + "CREATE FUNCTION stamped() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN new.filename := 'stamped'; RETURN new; END $$;"
                + "CREATE TRIGGER stamp BEFORE UPDATE ON upload_pipeline.documents FOR EACH ROW"
                + " WHEN (old.document_id = '" + old + "') EXECUTE FUNCTION stamped()");

        assertThatThrownBy(() -> move(true)).isInstanceOf(ValidationException.class);
    }

    @Test
    void childThatIsBeingWritten_isWaitedFor() throws Exception {
        try (Connection application = corpus.connect();
                Statement statement = application.createStatement()) {
            application.setAutoCommit(false);
            statement.execute(insertJob(OLD));
            Future<BatchSummary> moving = others.submit(this::moveInTheEnd);
            Gate.awaitEngineWaiting(corpus);

            application.commit();

            assertThat(moving.get().documents()).isEqualTo(11);
        }
        assertThat(corpus.value(
                        "SELECT document_id = " + NEW + " FROM upload_pipeline.upload_jobs WHERE stage = 'new'"))
                .isEqualTo("t");
    }

    @Test
    void childThatArrivesMeanwhile_isRefused_andComesInByTheResolvedId() throws Exception {
        Gate.build(corpus);
        Future<?> arriving;
        try (Gate gate = Gate.shut(corpus)) {
            Future<BatchSummary> moving = others.submit(() -> move(false));
            gate.awaitBatch();
            arriving = others.submit(() -> execute(insertJob(OLD)));
            gate.awaitWaiting();
            // Readers are not in its way, nor it in theirs.
            assertThat(corpus.value("SELECT count(*) FROM upload_pipeline.documents WHERE document_id = " + OLD))
                    .isEqualTo("1");
            gate.close();
            assertThat(moving.get().documents()).isEqualTo(11);
        }

        assertThatThrownBy(arriving::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        SQLException.class,
                        failed -> assertThat(failed.getSQLState()).isEqualTo("23503"));
        assertThat(execute(insertJob("truename.resolve(" + OLD + ")"))).isEqualTo(1);
    }

    @Test
    void updateByTheOldIdMeanwhile_changesNothing_andOneRowWhenResolved() throws Exception {
        Gate.build(corpus);
        Future<Integer> updating;
        try (Gate gate = Gate.shut(corpus)) {
            Future<BatchSummary> moving = others.submit(() -> move(false));
            gate.awaitBatch();
            updating = others.submit(() ->
                    execute("UPDATE upload_pipeline.documents SET filename = 'renamed' WHERE document_id = " + OLD));
            gate.awaitWaiting();
            gate.close();
            assertThat(moving.get().documents()).isEqualTo(11);
        }

        assertThat(updating.get()).isZero();
        assertThat(execute(
                        "UPDATE upload_pipeline.documents SET filename = 'renamed' WHERE document_id = truename.resolve("
                                + OLD + ")"))
                .isEqualTo(1);
    }

    @Test
    void chunkThatCameAfterPlanning_getsItsTrueId() {
        corpus.execute("INSERT INTO upload_pipeline.document_chunks VALUES (gen_random_uuid(), " + OLD
                + ", 'late', '2', 0, '', 0, 1)");

        move(false);

        assertThat(corpus.value("SELECT chunk_id = fixture.true_chunk(" + NEW + ", 'late', '2', 0)"
                        + " FROM upload_pipeline.document_chunks WHERE chunker_name = 'late'"))
                .isEqualTo("t");
    }

    @Test
    void documentThatWasDeleted_isGone_andTheOthersMove() {
        corpus.execute("DELETE FROM upload_pipeline.document_vector_buffer b USING upload_pipeline.document_chunks c"
                + " WHERE c.chunk_id = b.chunk_id AND c.document_id = " + OLD + ";"
                + "DELETE FROM upload_pipeline.events WHERE document_id = " + OLD + ";"
                + "DELETE FROM upload_pipeline.upload_jobs WHERE document_id = " + OLD + ";"
                + "DELETE FROM upload_pipeline.document_chunks WHERE document_id = " + OLD + ";"
                + "DELETE FROM upload_pipeline.documents WHERE document_id = " + OLD);

        assertThat(move(false).documents()).isEqualTo(10);

        assertThat(state()).isEqualTo(DocumentState.GONE);
        assertThat(migration.view(id).documents().gone()).isEqualTo(1);
    }

    @Test
    void documentWithOtherContent_isStale_andStaysWhereItIs() {
        corpus.execute(
                "UPDATE upload_pipeline.documents SET file_sha256 = fixture.hash('other') WHERE document_id = " + OLD);

        assertThat(move(false).documents()).isEqualTo(10);

        assertThat(state()).isEqualTo(DocumentState.STALE);
        assertThat(corpus.value("SELECT count(*) FROM upload_pipeline.documents WHERE document_id = " + OLD))
                .isEqualTo("1");
    }

    @Test
    void rowThatIsChangedMeanwhile_isWaitedFor_whenRowsAreLocked() throws Exception {
        BatchSummary moved;
        try (Connection application = corpus.connect();
                Statement statement = application.createStatement()) {
            application.setAutoCommit(false);
            statement.execute("UPDATE upload_pipeline.upload_jobs SET state = 'changed' WHERE document_id = " + OLD);
            Future<BatchSummary> moving = others.submit(this::moveInTheEnd);
            Gate.awaitEngineWaiting(corpus);
            application.commit();
            moved = moving.get();
        }

        assertThat(moved.documents()).isEqualTo(11);
        assertThat(corpus.value(
                        "SELECT count(*) FROM upload_pipeline.upload_jobs WHERE state = 'changed' AND document_id = "
                                + NEW))
                .isEqualTo("1");
    }

    @Test
    void leaseThatWasTakenOver_commitsNothing() {
        expire();
        LeaseToken thief = take(UUID.randomUUID());
        assertThat(thief.token()).isGreaterThan(lease.token());

        assertThatThrownBy(() -> move(false)).isInstanceOf(LostLeaseException.class);

        assertThat(contents()).isEqualTo(before);
        assertThat(new BookkeepingTables(corpus).batches()).isEmpty();
        lease = thief;
        assertThat(move(false).documents()).isEqualTo(11);
    }

    @Test
    void leaseThatExpired_commitsNothing() {
        expire();

        assertThatThrownBy(() -> move(false)).isInstanceOf(LostLeaseException.class);

        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void leaseThatExpiresWhileTheBatchRuns_commitsNothing() {
        corpus.execute("CREATE FUNCTION fixture.expire() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " " + BookkeepingChanges.EXPIRE_LEASES + "; RETURN NULL; END $$;"
                + "CREATE TRIGGER expire AFTER UPDATE ON upload_pipeline.documents FOR EACH STATEMENT"
                + " EXECUTE FUNCTION fixture.expire()");

        assertThatThrownBy(() -> move(false)).isInstanceOf(LostLeaseException.class);

        assertThat(contents()).isEqualTo(before);
        assertThat(new BookkeepingTables(corpus).documents())
                .extracting(BookkeepingTables.Document::state)
                .containsOnly(DocumentState.PLANNED);
    }

    @Test
    void lease_cannotBeTakenWhileABatchRunsUnderIt_evenWhenItsTimeIsOver() throws Exception {
        Gate.build(corpus);
        try (Gate gate = Gate.shut(corpus);
                Session other = migration.database().open()) {
            Future<BatchSummary> moving = others.submit(() -> move(false));
            gate.awaitBatch();

            assertThat(Leases.take(other, run, 0, UUID.randomUUID())).isEmpty();

            gate.close();
            assertThat(moving.get().documents()).isEqualTo(11);
        }
    }

    @Test
    void pausedRun_movesNothing() {
        migration.command(id, RunCommand.PAUSE);

        assertThatThrownBy(() -> move(false)).isInstanceOf(LostLeaseException.class);

        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void sample_showsTheCost_andLeavesNothing() {
        BatchMover.Sample sample = mover.sample(session, next());

        assertThat(sample.moved().documents()).isEqualTo(11);
        assertThat(sample.walBytes()).isPositive();
        assertThat(sample.inexactColumns()).isEmpty();
        assertThat(contents()).isEqualTo(before);
        assertThat(new BookkeepingTables(corpus).batches()).isEmpty();
    }

    private BatchSummary move(boolean lockRows) {
        return mover.forward(session, lease, next(), new BatchOptions(lockRows, BatchOptions.USUAL.longestStatement()));
    }

    /** As a worker does: a lock that was not given is asked for again. */
    private BatchSummary moveInTheEnd() {
        while (true) {
            try {
                return move(true);
            } catch (SqlException failed) {
                if (!failed.sqlState().equals("55P03")) {
                    throw failed;
                }
            }
        }
    }

    private List<PlannedDocument> next() {
        return BatchPicker.forward(session, run, 0, 1, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    private LeaseToken take(UUID holder) {
        return Leases.take(session, run, 0, holder).orElseThrow();
    }

    private void expire() {
        new BookkeepingChanges(corpus).expireLeases();
    }

    private Map<String, String> contents() {
        return SchemaVariant.SAMPLE_PIPELINE.contents(corpus);
    }

    private DocumentState state() {
        return new BookkeepingTables(corpus)
                .document(UUID.fromString(corpus.value("SELECT " + OLD)))
                .state();
    }

    private static String insertJob(String document) {
        return "INSERT INTO upload_pipeline.upload_jobs VALUES (gen_random_uuid(), " + document + ", 'new', 'done')";
    }

    private int execute(String sql) throws SQLException {
        try (Connection connection = corpus.connect();
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }
}
