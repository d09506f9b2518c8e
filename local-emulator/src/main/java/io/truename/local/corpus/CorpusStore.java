// SPDX-License-Identifier: Apache-2.0
package io.truename.local.corpus;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Row;
import io.r2dbc.spi.Statement;
import io.truename.local.database.DatabaseAddress;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Store of the sample corpus in PostgreSQL. A batch is one idempotent transaction, so it is retried after a lost connection;
 * later failures reach the subscriber as the driver's exception. Reads stream: rows are fetched on demand.
 */
public final class CorpusStore implements AutoCloseable {
    private static final int FETCH = 4_096;
    private static final int EXAMPLES = 5;

    private final ConnectionPool connections;

    private CorpusStore(ConnectionPool connections) {
        this.connections = connections;
    }

    /** Creates a store that connects at its first use. */
    public static CorpusStore at(DatabaseAddress address) {
        PostgresqlConnectionFactory factory = new PostgresqlConnectionFactory(address.configuration("truename story")
                .connectTimeout(Duration.ofSeconds(10))
                .preparedStatementCacheQueries(32)
                // Otherwise PostgreSQL would keep a plan made for empty tables for the rest of the run.
                .options(Map.of("plan_cache_mode", "force_custom_plan"))
                .build());
        return new CorpusStore(new ConnectionPool(ConnectionPoolConfiguration.builder(factory)
                .initialSize(0)
                .maxSize(4)
                .maxIdleTime(Duration.ofSeconds(30))
                .maxAcquireTime(Duration.ofSeconds(30))
                .build()));
    }

    /** Begins a run under a new id. */
    public Mono<CorpusRun> begin(UUID runId) {
        return retrying(Mono.usingWhen(
                connections.create(),
                connection -> rows(
                                connection.createStatement("SELECT clock_timestamp() AS now"),
                                row -> new CorpusRun(runId, required(row, "now", OffsetDateTime.class)))
                        .single(),
                Connection::close));
    }

    /**
     * Stores a batch atomically. The batches of one run must be stored one after the other; otherwise duplicates between
     * them are not detected.
     *
     * @return the result of each upload, in no particular order; an {@link IdConflictException} if an id contradicts the
     *     stored corpus
     */
    public Mono<List<StoredUpload>> store(CorpusRun run, Chunker chunker, List<NamedUpload> uploads) {
        UploadBatch batch = UploadBatch.of(uploads);
        return retrying(inTransaction(connection -> batch.documents()
                .write(connection)
                .then(batch.jobs(run.id()).write(connection))
                .then(batch.chunks(chunker).write(connection))
                .thenMany(rows(
                        connection.createStatement(CorpusSql.JOB_STATES).bind("$1", batch.jobIds()),
                        row -> new StoredUpload(
                                required(row, "job_id", UUID.class),
                                required(row, "document_id", UUID.class),
                                required(row, "duplicate", Boolean.class))))
                .collectList()));
    }

    /** Records the arrival of events. Returns the number of new ones; an event recorded before does not count. */
    public Mono<Long> recordUploaded(List<UploadedDocument> arrived) {
        UUID[] jobs = arrived.stream().map(UploadedDocument::jobId).toArray(UUID[]::new);
        UUID[] documents = arrived.stream().map(UploadedDocument::documentId).toArray(UUID[]::new);
        return retrying(inTransaction(connection -> UploadBatch.written(
                connection.createStatement(CorpusSql.EVENTS).bind("$1", jobs).bind("$2", documents))));
    }

    /** Returns at most five documents of the run whose {@code uploaded} event has not been recorded. */
    public Mono<List<UUID>> unarrived(CorpusRun run) {
        return retrying(stream(CorpusSql.UNARRIVED, run, row -> required(row, "id", UUID.class))
                .collectList());
    }

    /** Streams the distinct documents of the run, by descending hash. */
    public Flux<StoredDocument> documents(CorpusRun run) {
        return stream(
                CorpusSql.RUN_DOCUMENTS,
                run,
                row -> new StoredDocument(
                        required(row, "document_id", UUID.class),
                        required(row, "user_id", String.class),
                        required(row, "file_sha256", String.class)));
    }

    /** Streams the distinct chunks of the run's documents by id, an order unrelated to the documents. */
    public Flux<StoredChunk> chunks(CorpusRun run) {
        return stream(
                CorpusSql.RUN_CHUNKS,
                run,
                row -> new StoredChunk(
                        required(row, "chunk_id", UUID.class),
                        required(row, "document_id", UUID.class),
                        required(row, "chunker_name", String.class),
                        required(row, "chunker_version", String.class),
                        required(row, "chunk_ord", Integer.class)));
    }

    /** Counts the uploads, documents and chunks of the run. */
    public Mono<RunTotals> totals(CorpusRun run) {
        return retrying(Mono.usingWhen(
                connections.create(),
                connection -> rows(
                                connection
                                        .createStatement(CorpusSql.TOTALS)
                                        .bind("$1", run.id().toString())
                                        .bind("$2", run.startedAt()),
                                row -> new RunTotals(
                                        required(row, "uploads", Long.class),
                                        required(row, "documents", Long.class),
                                        required(row, "stored_before", Long.class),
                                        required(row, "chunks", Long.class),
                                        required(row, "duplicates", Long.class),
                                        required(row, "duplicate_bytes", Long.class)))
                        .single(),
                Connection::close));
    }

    /**
     * Recomputes the id of every document of the run in PostgreSQL, with no code of {@code generate}, and compares.
     *
     * @param version 5 for SHA-1 names, 8 for SHA-256 names
     */
    public Mono<IdMismatches> verifyDocuments(CorpusRun run, UUID namespace, int version) {
        return verify(CorpusSql.expectedDocuments(version), run, namespace);
    }

    /** Does the same as {@link #verifyDocuments} for the chunks of these documents. */
    public Mono<IdMismatches> verifyChunks(CorpusRun run, UUID namespace, int version) {
        return verify(CorpusSql.expectedChunks(version), run, namespace);
    }

    @Override
    public void close() {
        // A connection that ends at this moment is no error: the database may be stopped already.
        connections.disposeLater().onErrorComplete().block();
    }

    private Mono<IdMismatches> verify(String relation, CorpusRun run, UUID namespace) {
        return retrying(Mono.usingWhen(
                connections.create(),
                connection -> rows(
                                bound(connection.createStatement(CorpusSql.count(relation)), run, namespace),
                                row -> new IdMismatches(
                                        required(row, "checked", Long.class),
                                        required(row, "wrong", Long.class),
                                        List.of()))
                        .single()
                        .flatMap(counts -> counts.count() == 0
                                ? Mono.just(counts)
                                : rows(
                                                bound(
                                                        connection.createStatement(CorpusSql.examples(relation)),
                                                        run,
                                                        namespace),
                                                row -> required(row, "id", UUID.class) + " should be "
                                                        + required(row, "expected", UUID.class))
                                        .take(EXAMPLES)
                                        .collectList()
                                        .map(examples -> new IdMismatches(counts.checked(), counts.count(), examples))),
                Connection::close));
    }

    private static Statement bound(Statement statement, CorpusRun run, UUID namespace) {
        return statement.bind("$1", run.id().toString()).bind("$2", namespace);
    }

    private <T> Mono<T> inTransaction(Function<Connection, Mono<T>> work) {
        return Mono.usingWhen(
                connections.create(),
                connection -> Mono.from(connection.beginTransaction())
                        .then(work.apply(connection))
                        .flatMap(result ->
                                Mono.from(connection.commitTransaction()).thenReturn(result)),
                Connection::close,
                // On a dead connection the rollback fails too; report the first failure.
                (connection, failure) -> Mono.from(connection.rollbackTransaction())
                        .onErrorComplete()
                        .then(Mono.from(connection.close()).onErrorComplete()),
                connection -> Mono.from(connection.rollbackTransaction())
                        .onErrorComplete()
                        .then(Mono.from(connection.close()).onErrorComplete()));
    }

    private <T> Flux<T> stream(String sql, CorpusRun run, Function<Row, T> mapping) {
        return Flux.usingWhen(
                connections.create(),
                connection -> rows(
                        connection
                                .createStatement(sql)
                                .bind("$1", run.id().toString())
                                .fetchSize(FETCH),
                        mapping),
                Connection::close);
    }

    private static <T> Mono<T> retrying(Mono<T> work) {
        return work.retryWhen(Retry.backoff(4, Duration.ofMillis(200))
                .maxBackoff(Duration.ofSeconds(3))
                .filter(TransientFailures::mayPass)
                .onRetryExhaustedThrow((retry, signal) -> signal.failure()));
    }

    static <T> Flux<T> rows(Statement statement, Function<Row, T> mapping) {
        Publisher<? extends Result> results = statement.execute();
        return Flux.from(results).concatMap(result -> result.map((row, columns) -> mapping.apply(row)));
    }

    static <T> T required(Row row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
