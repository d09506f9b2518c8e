// SPDX-License-Identifier: Apache-2.0
package io.truename.local.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.R2dbcDataIntegrityViolationException;
import io.truename.local.database.LocalDatabase;
import io.truename.testkit.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class CorpusStoreIT {
    private static final Chunker CHUNKER = new Chunker("fixed-size", "1");

    @TempDir
    static Path work;

    private static LocalDatabase database;

    private CorpusStore store;
    private CorpusRun run;

    @BeforeAll
    static void startDatabase() throws Exception {
        database = LocalDatabase.start(work, Optional.empty(), FreePort.next());
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @BeforeEach
    void begin() {
        for (String table : List.of("events", "upload_jobs", "document_chunks", "documents")) {
            query("DELETE FROM upload_pipeline." + table);
        }
        store = CorpusStore.at(database.address());
        run = store.begin(UUID.randomUUID()).block();
    }

    @AfterEach
    void end() {
        store.close();
    }

    @Test
    void store_duplicates() {
        NamedUpload one = upload("a", 3);
        NamedUpload oneAgain = again(one);
        assertThat(store(List.of(one, oneAgain, upload("b", 2)))).containsExactlyInAnyOrder(false, true, false);
        assertThat(store(List.of(again(one), upload("c", 0)))).containsExactlyInAnyOrder(true, false);

        assertThat(store.totals(run).block()).isEqualTo(new RunTotals(5, 3, 0, 5, 2, 2 * 3 * 10));
        assertThat(store.documents(run).collectList().block()).hasSize(3);
        assertThat(store.chunks(run).collectList().block()).hasSize(5);

        CorpusRun next = store.begin(UUID.randomUUID()).block();
        store.store(next, CHUNKER, List.of(again(one))).block();
        assertThat(store.totals(next).block()).isEqualTo(new RunTotals(1, 1, 1, 3, 0, 0));
    }

    @Test
    void store_theSameBatchTwice_changesNothing() {
        NamedUpload one = upload("a", 3);
        List<NamedUpload> batch = List.of(one, again(one));
        List<StoredUpload> first = store.store(run, CHUNKER, batch).block();
        List<StoredUpload> second = store.store(run, CHUNKER, batch).block();
        assertThat(second).containsExactlyInAnyOrderElementsOf(first);
        assertThat(store.totals(run).block()).isEqualTo(new RunTotals(2, 1, 0, 3, 1, 30));
    }

    @Test
    void store_connectionsKilled_losesNothing() {
        List<List<NamedUpload>> batches = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            List<NamedUpload> batch = new ArrayList<>();
            for (int j = 0; j < 50; j++) {
                batch.add(upload("document " + i + " " + j, 10));
            }
            batches.add(batch);
        }
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Integer> killer = CompletableFuture.supplyAsync(() -> {
            int killed = 0;
            while (!done.get() && killed < 3) {
                killed += query("SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity"
                                + " WHERE application_name = 'truename story' AND state <> 'idle' LIMIT 1")
                        .size();
            }
            return killed;
        });
        Flux.fromIterable(batches)
                .concatMap(batch -> store.store(run, CHUNKER, batch))
                .blockLast();
        done.set(true);
        assertThat(killer.join()).isPositive();
        assertThat(store.totals(run).block()).isEqualTo(new RunTotals(2_000, 2_000, 0, 20_000, 0, 0));
    }

    @Test
    void store_idOfAnotherContent() {
        NamedUpload one = upload("a", 1);
        NamedUpload other = upload("b", 1);
        store(List.of(one));
        NamedUpload lying = new NamedUpload(other.upload(), one.documentId(), other.chunkIds());
        assertThatThrownBy(() -> store(List.of(lying)))
                .isInstanceOf(IdConflictException.class)
                .hasMessageContaining("two different contents");
        NamedUpload renamed = new NamedUpload(again(one).upload(), UUID.randomUUID(), one.chunkIds());
        assertThatThrownBy(() -> store(List.of(renamed)))
                .isInstanceOf(IdConflictException.class)
                .hasMessageContaining("is stored as " + one.documentId());
        NamedUpload rechunked = new NamedUpload(again(one).upload(), one.documentId(), List.of(UUID.randomUUID()));
        assertThatThrownBy(() -> store(List.of(rechunked)))
                .isInstanceOf(IdConflictException.class)
                .hasMessageContaining("is stored as " + one.chunkIds().get(0));
        assertThat(store.totals(run).block().uploads()).isEqualTo(1);
    }

    @Test
    void schema_referencesHoldAtTheEndOfTheStatement() {
        NamedUpload one = upload("a", 1);
        store(List.of(one));
        assertThatThrownBy(() -> query("DELETE FROM upload_pipeline.documents"))
                .isInstanceOf(R2dbcDataIntegrityViolationException.class);
        assertThat(query("SELECT confupdtype::text || confdeltype::text || condeferrable::text FROM pg_constraint"
                        + " WHERE contype = 'f' AND connamespace = 'upload_pipeline'::regnamespace"))
                .hasSize(5)
                .containsOnly("aafalse");
    }

    @Test
    void recordUploaded_twice_countsOnce() {
        NamedUpload one = upload("a", 1);
        List<StoredUpload> stored = store.store(run, CHUNKER, List.of(one)).block();
        UploadedDocument event = new UploadedDocument(
                run.id(), stored.get(0).jobId(), stored.get(0).documentId());
        assertThat(store.unarrived(run).block()).containsExactly(one.documentId());
        assertThat(store.recordUploaded(List.of(event, event)).block()).isEqualTo(1);
        assertThat(store.recordUploaded(List.of(event)).block()).isZero();
        assertThat(store.unarrived(run).block()).isEmpty();
    }

    @Test
    void documents_readPartly_releasesTheConnection() {
        store(List.of(upload("a", 1), upload("b", 1), upload("c", 1)));
        for (int i = 0; i < 20; i++) {
            assertThat(store.documents(run).take(1).collectList().block()).hasSize(1);
        }
    }

    private List<Boolean> store(List<NamedUpload> uploads) {
        return store.store(run, CHUNKER, uploads).block().stream()
                .map(StoredUpload::duplicate)
                .toList();
    }

    private static NamedUpload upload(String name, int chunks) {
        String sha256 = UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toString()
                .replace("-", "")
                .repeat(2);
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < chunks; i++) {
            ids.add(UUID.randomUUID());
        }
        ChunkSlices slices = ChunkSlices.of(chunks * 10L, 10, new byte[chunks * ChunkSlices.HASH_BYTES]);
        Upload upload = new Upload(UUID.randomUUID(), "ada", name, "text/plain", chunks * 10L, sha256, slices);
        return new NamedUpload(upload, UUID.randomUUID(), ids);
    }

    private static NamedUpload again(NamedUpload named) {
        Upload first = named.upload();
        Upload upload = new Upload(
                UUID.randomUUID(),
                first.userId(),
                first.filename(),
                first.mime(),
                first.bytes(),
                first.sha256(),
                first.slices());
        return new NamedUpload(upload, named.documentId(), named.chunkIds());
    }

    private static List<String> query(String sql) {
        return Mono.usingWhen(
                        new PostgresqlConnectionFactory(
                                        database.address().configuration("test").build())
                                .create(),
                        connection -> connection
                                .createStatement(sql)
                                .execute()
                                .concatMap(result -> result.map((row, columns) -> row.get(0, String.class)))
                                .collectList(),
                        PostgresqlConnection::close)
                .block(Duration.ofSeconds(20));
    }
}
