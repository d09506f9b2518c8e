// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

import static io.truename.postgres.corpus.fixture.PipelineCorpus.trueChunk;
import static io.truename.postgres.corpus.fixture.PipelineCorpus.trueId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.truename.corpus.assess.Strategy;
import io.truename.postgres.Database;
import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import io.truename.postgres.corpus.fixture.PipelineCorpus;
import io.truename.postgres.corpus.fixture.PipelineCorpus.Shape;
import io.truename.postgres.rekeying.fixture.BookkeepingChanges;
import io.truename.postgres.rekeying.fixture.BookkeepingTable;
import io.truename.postgres.rekeying.fixture.BookkeepingTables;
import io.truename.postgres.rekeying.plan.PlanningResult.Outcome;
import io.truename.rekeying.plan.Priority;
import io.truename.rekeying.run.DocumentState;
import io.truename.rekeying.run.RunSettings;
import io.truename.rekeying.run.RunSettings.OnCollision;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Long, because each case is a small corpus of its own. */
class PlannerIT {
    @ParameterizedTest
    @CsvSource({"OLDEST,UUIDS", "OLDEST,TEXTS", "NEWEST,UUIDS", "NEWEST,TEXTS"})
    void plan_namesEveryUntrueIdOnce(Version version, Shape shape) {
        PipelineCorpus corpus = new PipelineCorpus(version, shape);
        corpus.randomDocuments(1_300, 3);
        UUID done = trueId(1, 0xabcde);
        corpus.document(done, 1, 0xabcde);
        corpus.chunk(trueChunk(done, 0), done, 0);
        UUID half = trueId(2, 0xabcde);
        corpus.document(half, 2, 0xabcde);
        corpus.chunk(trueChunk(half, 0), half, 0);
        corpus.chunk(new UUID(0x4001, 77), half, 1);
        int run = run(corpus, RunState.PLANNING);

        PlanningResult tick = plan(corpus, run, RunState.PLANNING, RunSettings.DEFAULT);

        assertThat(tick.outcome()).isEqualTo(Outcome.DONE);
        assertThat(tick.found()).isEqualTo(1_301);
        TestDatabase database = corpus.database();
        BookkeepingTables tables = new BookkeepingTables(database);
        BookkeepingTables.Run row = tables.run();
        assertThat(row.documentsSeen()).isEqualTo(1302);
        assertThat(row.chunksSeen()).isEqualTo(3903);
        assertThat(row.foundInPass()).isEqualTo(1301);
        assertThat(row.planDone()).isTrue();
        List<BookkeepingTables.Document> documents = tables.documents();
        List<BookkeepingTables.Document> moving = documents.stream()
                .filter(document -> !document.oldId().equals(document.newId()))
                .toList();
        assertThat(moving).hasSize(1300).allSatisfy(document -> {
            assertThat(document.chunks()).isEqualTo(3);
            assertThat(document.rows()).isEqualTo(1 + 3 + 3 + 3);
        });
        assertThat(moving).extracting(BookkeepingTables.Document::oldId).doesNotHaveDuplicates();
        assertThat(moving).extracting(BookkeepingTables.Document::newId).doesNotHaveDuplicates();
        assertThat(documents)
                .filteredOn(document -> document.oldId().equals(document.newId()))
                .extracting(
                        BookkeepingTables.Document::newId,
                        BookkeepingTables.Document::chunks,
                        BookkeepingTables.Document::rows)
                .containsExactly(tuple(half, 1, 2));
        List<BookkeepingTables.Chunk> chunks = tables.chunks();
        assertThat(chunks).hasSize(3901);
        assertThat(chunks).extracting(BookkeepingTables.Chunk::oldId).doesNotHaveDuplicates();
        assertThat(chunks).extracting(BookkeepingTables.Chunk::newId).doesNotHaveDuplicates();
        // The database's own function computes the same ids from the corpus.
        String trueDocument = "extensions.uuid_generate_v5('" + PipelineCorpus.NAMESPACE.id()
                + "', d.\"user\"::text || ':' || " + (shape == Shape.UUIDS ? "d.hash" : "encode(d.hash, 'hex')") + ")";
        Set<String> trueDocuments =
                Set.copyOf(database.rows("SELECT lower(d.id::text), " + trueDocument + " FROM \"Pipe\".\"Docs\" d"));
        assertThat(documents).allMatch(document -> trueDocuments.contains(document.oldId() + "\t" + document.newId()));
        Set<String> trueChunks = Set.copyOf(database.rows("SELECT lower(k.id::text), extensions.uuid_generate_v5('"
                + PipelineCorpus.NAMESPACE.id() + "', " + trueDocument
                + " || ':' || k.chunker || ':' || k.version || ':' || k.ord) FROM \"Pipe\".chunks k"
                + " JOIN \"Pipe\".\"Docs\" d ON d.id = k.doc"));
        assertThat(chunks).allMatch(chunk -> trueChunks.contains(chunk.oldId() + "\t" + chunk.newId()));
    }

    @Test
    void plan_ofGarbage_quarantinesWithTheFieldsNames() {
        PipelineCorpus corpus = new PipelineCorpus(Version.NEWEST, Shape.UUIDS);
        TestDatabase database = corpus.database();
        corpus.randomDocuments(3, 1);
        String insert = "INSERT INTO \"Pipe\".\"Docs\" (id, \"user\", hash) VALUES ";
        database.execute(insert + "('00000000-0000-4000-8000-000000000001', NULL, repeat('a', 64))");
        database.execute(insert + "('00000000-0000-4000-8000-000000000002', 'bob', repeat('a', 63))");
        database.execute(insert + "('00000000-0000-4000-8000-000000000003', repeat('x', 400000), 'zz')");
        UUID bad = new UUID(0x4000, 9);
        corpus.document(bad, 1, 0xfff);
        corpus.chunk(new UUID(0x4000, 10), bad, 0);
        database.execute("INSERT INTO \"Pipe\".chunks SELECT gen_random_uuid(), '" + bad + "', 'a b', NULL, -1");
        int run = run(corpus, RunState.PLANNING);

        assertThat(plan(corpus, run, RunState.PLANNING, RunSettings.DEFAULT).found())
                .isEqualTo(3);

        BookkeepingTables tables = new BookkeepingTables(database);
        assertThat(tables.quarantine())
                .filteredOn(entry -> entry.doc().isEmpty())
                .extracting(entry -> entry.code() + " " + entry.reason())
                .satisfiesExactlyInAnyOrder(
                        reason -> assertThat(reason)
                                .startsWith("recipe.illegal documents.user (user) must be")
                                .endsWith("got nothing"),
                        reason -> assertThat(reason)
                                .isEqualTo(
                                        "recipe.illegal documents.contentHash (hash) must be the file's SHA-256: 64 hex"
                                                + " digits; got 63 characters"),
                        reason -> assertThat(reason)
                                .contains("documents.user (user)")
                                .contains("documents.contentHash (hash)"),
                        reason -> assertThat(reason)
                                .contains("chunks[0].chunker must be")
                                .contains("chunks[0].chunkerVersion must be")
                                .contains("chunks[0].ordinal must be"));
        assertThat(tables.chunks()).hasSize(3);
    }

    @Test
    void plan_numbersDocumentsInTheOrderOfTheTable() {
        PipelineCorpus corpus = new PipelineCorpus(Version.NEWEST, Shape.UUIDS);
        corpus.randomDocuments(1_300, 3);
        int run = run(corpus, RunState.PLANNING);

        plan(corpus, run, RunState.PLANNING, RunSettings.DEFAULT);

        assertThat(new BookkeepingTables(corpus.database()).documents())
                .extracting(document -> document.oldId().toString())
                .containsExactlyElementsOf(corpus.database().rows("SELECT id FROM \"Pipe\".\"Docs\" ORDER BY ctid"));
    }

    @Test
    void plan_ofPartitions_readsEachOfThem() {
        PipelineCorpus corpus = new PipelineCorpus(Version.OLDEST, Shape.UUIDS);
        corpus.randomDocuments(2_400, 1);
        corpus.database()
                .execute(
                        "ALTER TABLE \"Pipe\".chunks DROP CONSTRAINT chunks_doc_fkey;"
                                + "ALTER TABLE \"Pipe\".\"Docs\" RENAME TO whole;"
                                + "CREATE TABLE \"Pipe\".\"Docs\" (LIKE \"Pipe\".whole INCLUDING DEFAULTS) PARTITION BY HASH (created_at, id);"
                                + "CREATE TABLE \"Pipe\".some PARTITION OF \"Pipe\".\"Docs\" FOR VALUES WITH (MODULUS 4, REMAINDER 1);"
                                + "CREATE TABLE \"Pipe\".many PARTITION OF \"Pipe\".\"Docs\" FOR VALUES WITH (MODULUS 2, REMAINDER 0);"
                                + "CREATE TABLE \"Pipe\".rest PARTITION OF \"Pipe\".\"Docs\" FOR VALUES WITH (MODULUS 4, REMAINDER 3);"
                                + "INSERT INTO \"Pipe\".\"Docs\" SELECT * FROM \"Pipe\".whole; CREATE INDEX ON \"Pipe\".\"Docs\" (id)");
        int run = run(corpus, RunState.PLANNING);

        assertThat(plan(corpus, run, RunState.PLANNING, RunSettings.DEFAULT).found())
                .isEqualTo(2_400);

        assertThat(new BookkeepingTables(corpus.database()).documents())
                .extracting(BookkeepingTables.Document::oldId)
                .doesNotHaveDuplicates();
    }

    @Test
    void plan_whileRowsMoveWithinTheTable_doublesNone_andALaterPassFindsTheMissed() {
        PipelineCorpus corpus = new PipelineCorpus(Version.NEWEST, Shape.UUIDS);
        corpus.randomDocuments(3_000, 1);
        int run = run(corpus, RunState.PLANNING);
        Planner planner = new Planner(corpus.schema(), run, RunSettings.DEFAULT);
        TestDatabase database = corpus.database();
        try (Database connected = corpus.connect()) {
            assertThat(connected
                            .with(session -> planner.tick(session, RunState.PLANNING, () -> false))
                            .outcome())
                    .isEqualTo(Outcome.MORE);
            BookkeepingTables tables = new BookkeepingTables(database);
            int planned = tables.documents().size();
            assertThat(planned).isBetween(100, 2_900);
            // Planned rows leave the first blocks for the end of the table; rows of the end take their room.
            database.execute("UPDATE \"Pipe\".\"Docs\" SET hash = hash WHERE ctid < '(3,0)'");
            database.execute("VACUUM \"Pipe\".\"Docs\"");
            String moved = "SELECT count(*) FROM \"Pipe\".\"Docs\" WHERE ctid < '(3,0)'";
            assertThat(database.value(moved)).isEqualTo("0");
            Set<UUID> known = tables.documents().stream()
                    .map(BookkeepingTables.Document::oldId)
                    .collect(Collectors.toSet());
            String unplanned = database.rows("SELECT id FROM \"Pipe\".\"Docs\"").stream()
                    .filter(id -> !known.contains(UUID.fromString(id)))
                    .limit(400)
                    .collect(Collectors.joining("','", "'", "'"));
            database.execute("UPDATE \"Pipe\".\"Docs\" SET hash = hash WHERE id IN (" + unplanned + ")");
            int missed = Integer.parseInt(database.value(moved));
            assertThat(missed).isPositive();

            PlanningResult rest = connected.with(session -> planner.tick(session, RunState.PLANNING, () -> true));

            assertThat(rest.outcome()).isEqualTo(Outcome.DONE);
            assertThat(tables.documents())
                    .hasSize(3_000 - missed)
                    .extracting(BookkeepingTables.Document::oldId)
                    .doesNotHaveDuplicates();
            assertThat(tables.chunks())
                    .hasSize(3_000 - missed)
                    .extracting(BookkeepingTables.Chunk::oldId)
                    .doesNotHaveDuplicates();
            new BookkeepingChanges(database).runState(RunState.RUNNING);
            connected.with(session -> Planner.nextPass(session, run, RunState.RUNNING));
            PlanningResult second = connected.with(session -> planner.tick(session, RunState.RUNNING, () -> true));
            assertThat(second.outcome()).isEqualTo(Outcome.DONE);
            assertThat(tables.documents())
                    .hasSize(3_000)
                    .extracting(BookkeepingTables.Document::oldId)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void plan_killedBetweenAndWithinPages_losesAndDoublesNothing() {
        PipelineCorpus corpus = new PipelineCorpus(Version.NEWEST, Shape.UUIDS);
        corpus.randomDocuments(1_700, 2);
        int run = run(corpus, RunState.PLANNING);
        Planner planner = new Planner(corpus.schema(), run, RunSettings.DEFAULT);
        try (Database database = corpus.connect()) {
            List<PlanningResult> ticks = new ArrayList<>();
            corpus.database()
                    .execute("CREATE FUNCTION fall() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION"
                            + " USING ERRCODE = ''57P01''; END'");
            BookkeepingChanges changes = new BookkeepingChanges(corpus.database());
            do {
                // The last statement of each page's first attempt fails: all of the page is gone with it.
                changes.createTrigger("fall", "BEFORE UPDATE", BookkeepingTable.RUN);
                assertThatThrownBy(
                                () -> database.with(session -> planner.tick(session, RunState.PLANNING, () -> false)))
                        .isInstanceOf(SqlException.class);
                changes.dropTrigger("fall", BookkeepingTable.RUN);
                ticks.add(database.with(session -> planner.tick(session, RunState.PLANNING, () -> false)));
            } while (ticks.get(ticks.size() - 1).outcome() == Outcome.MORE);
            assertThat(ticks.size()).isGreaterThan(3);
            assertThat(ticks.get(ticks.size() - 1).outcome()).isEqualTo(Outcome.DONE);
        }
        BookkeepingTables tables = new BookkeepingTables(corpus.database());
        assertThat(tables.documents())
                .hasSize(1700)
                .extracting(BookkeepingTables.Document::oldId)
                .doesNotHaveDuplicates();
        assertThat(tables.documents())
                .extracting(BookkeepingTables.Document::doc)
                .doesNotHaveDuplicates();
        assertThat(tables.chunks())
                .hasSize(3400)
                .extracting(BookkeepingTables.Chunk::oldId)
                .doesNotHaveDuplicates();
    }

    @Test
    void plan_ofTwoInstancesAtOnce_isOnePlan() throws Exception {
        PipelineCorpus corpus = new PipelineCorpus(Version.NEWEST, Shape.UUIDS);
        corpus.randomDocuments(4_000, 2);
        int run = run(corpus, RunState.PLANNING);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (Database database = corpus.connect()) {
            Callable<PlanningResult> work =
                    () -> database.with(session -> new Planner(corpus.schema(), run, RunSettings.DEFAULT)
                            .tick(session, RunState.PLANNING, () -> true));
            List<Future<PlanningResult>> both = threads.invokeAll(List.of(work, work));
            for (Future<PlanningResult> one : both) {
                assertThat(one.get().outcome()).isIn(Outcome.DONE, Outcome.ELSEWHERE);
            }
            assertThat(work.call().outcome()).isEqualTo(Outcome.DONE);
        } finally {
            threads.shutdownNow();
        }
        BookkeepingTables tables = new BookkeepingTables(corpus.database());
        assertThat(tables.documents())
                .hasSize(4000)
                .extracting(BookkeepingTables.Document::oldId)
                .doesNotHaveDuplicates();
        assertThat(tables.run().documentsSeen()).isEqualTo(4000);
    }

    @Test
    void plan_ofARunInAnotherState_isLeft() {
        PipelineCorpus corpus = new PipelineCorpus(Version.OLDEST, Shape.UUIDS);
        corpus.randomDocuments(1, 1);
        int run = run(corpus, RunState.FAILED);
        assertThat(plan(corpus, run, RunState.PLANNING, RunSettings.DEFAULT).outcome())
                .isEqualTo(Outcome.ELSEWHERE);
        assertThat(new BookkeepingTables(corpus.database()).documents()).isEmpty();
    }

    @Test
    void plan_ofOneHugeDocument_isWrittenInSlices() {
        PipelineCorpus corpus = new PipelineCorpus(Version.NEWEST, Shape.UUIDS);
        corpus.randomDocuments(1, 60_000);
        int run = run(corpus, RunState.PLANNING);
        assertThat(plan(corpus, run, RunState.PLANNING, RunSettings.DEFAULT).chunks())
                .isEqualTo(60_000);
        BookkeepingTables tables = new BookkeepingTables(corpus.database());
        assertThat(tables.chunks().stream().map(BookkeepingTables.Chunk::newId).distinct())
                .hasSize(60_000);
        assertThat(tables.chunks()).hasSize(60_000);
        assertThat(tables.documents())
                .singleElement()
                .extracting(BookkeepingTables.Document::chunks)
                .isEqualTo(60_000);
    }

    @Test
    void plan_ofStrategies_leavesWhatTheyLeave() {
        PipelineCorpus corpus = new PipelineCorpus(Version.NEWEST, Shape.UUIDS);
        corpus.randomDocuments(10, 1);
        corpus.database()
                .execute("UPDATE \"Pipe\".\"Docs\" SET created_at = now() - interval '91 days'"
                        + " WHERE id IN (SELECT id FROM \"Pipe\".\"Docs\" ORDER BY id LIMIT 4)");
        int run = run(corpus, RunState.PLANNING);
        assertThat(plan(corpus, run, RunState.PLANNING, settings(Strategy.HYBRID, OnCollision.MERGE))
                        .found())
                .isEqualTo(6);
        assertThat(new BookkeepingTables(corpus.database())
                        .run()
                        .preflight()
                        .path("documentsDeferred")
                        .asText())
                .isEqualTo("4");
        new BookkeepingChanges(corpus.database()).runState(RunState.FAILED);
        int second = run(corpus, RunState.PLANNING);
        PlanningResult tick =
                plan(corpus, second, RunState.PLANNING, settings(Strategy.FORWARD_ONLY, OnCollision.MERGE));
        assertThat(tick.outcome()).isEqualTo(Outcome.DONE);
        assertThat(tick.found()).isZero();
    }

    @Test
    void laterPass_addsWhatIsNewAndNothingElse() {
        PipelineCorpus corpus = new PipelineCorpus(Version.NEWEST, Shape.UUIDS);
        UUID moved = new UUID(0x4000, 1);
        UUID stale = new UUID(0x4000, 2);
        UUID poison = new UUID(0x4000, 3);
        corpus.document(moved, 1, 1);
        corpus.document(stale, 1, 2);
        corpus.document(poison, 1, 3);
        int run = run(corpus, RunState.PLANNING);
        plan(corpus, run, RunState.PLANNING, RunSettings.DEFAULT);
        TestDatabase database = corpus.database();
        BookkeepingChanges changes = new BookkeepingChanges(database);
        changes.runState(RunState.RUNNING);
        changes.documentState(DocumentState.STALE, "old_id = '" + stale + "'");
        changes.quarantine(poison, "fails");
        changes.documentState(DocumentState.MOVED, "old_id = '" + moved + "'");
        database.execute("UPDATE \"Pipe\".\"Docs\" SET id = '" + trueId(1, 1) + "' WHERE id = '" + moved + "'");
        changes.addShard(run, 0, 0);
        changes.set(BookkeepingTable.SHARD, "done = true");
        // A chunk with a random id joins the moved document, and a document arrives.
        corpus.chunk(new UUID(0x4000, 4), trueId(1, 1), 0);
        UUID late = new UUID(0x4000, 5);
        corpus.document(late, 1, 5);

        try (Database connection = corpus.connect()) {
            assertThat(connection.<Optional<Integer>>with(session -> Planner.nextPass(session, run, RunState.RUNNING)))
                    .hasValue(2);
            assertThat(connection.<Optional<Integer>>with(session -> Planner.nextPass(session, run, RunState.RUNNING)))
                    .isEmpty();
        }
        assertThat(plan(corpus, run, RunState.RUNNING, RunSettings.DEFAULT).found())
                .isEqualTo(3);
        BookkeepingTables tables = new BookkeepingTables(database);
        assertThat(tables.documents())
                .filteredOn(document -> document.rank() >= Priority.OF_A_PASS)
                .extracting(document -> document.oldId() + " " + document.newId() + " " + document.chunks())
                .containsExactlyInAnyOrder(
                        trueId(1, 1) + " " + trueId(1, 1) + " 1",
                        stale + " " + trueId(1, 2) + " 0",
                        late + " " + trueId(1, 5) + " 0");
        assertThat(tables.shards()).singleElement().matches(shard -> !shard.done());
    }

    static int run(PipelineCorpus corpus, RunState state) {
        return new BookkeepingChanges(corpus.database()).addRun(state);
    }

    static RunSettings settings(Strategy strategy, OnCollision onCollision) {
        return new RunSettings(
                strategy,
                onCollision,
                false,
                false,
                false,
                1,
                Duration.ofSeconds(1),
                0,
                Optional.empty(),
                0.01,
                RunSettings.OnFailure.PAUSE,
                90,
                true);
    }

    static PlanningResult plan(PipelineCorpus corpus, int run, RunState state, RunSettings settings) {
        try (Database database = corpus.connect();
                Session session = database.open()) {
            return new Planner(corpus.schema(), run, settings).tick(session, state, () -> true);
        }
    }
}
