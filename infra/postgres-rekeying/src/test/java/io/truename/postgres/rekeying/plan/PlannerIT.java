// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

import static io.truename.postgres.corpus.fixture.PipelineCorpus.trueChunk;
import static io.truename.postgres.corpus.fixture.PipelineCorpus.trueId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.corpus.assess.Strategy;
import io.truename.postgres.Database;
import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import io.truename.postgres.corpus.fixture.PipelineCorpus;
import io.truename.postgres.corpus.fixture.PipelineCorpus.Shape;
import io.truename.postgres.rekeying.plan.PlanningResult.Outcome;
import io.truename.rekeying.plan.Priority;
import io.truename.rekeying.run.RunSettings;
import io.truename.rekeying.run.RunSettings.OnCollision;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerIT {
    private static final String MAP =
            "SELECT old_id, new_id, rows, chunks, state, rank FROM truename.document_map ORDER BY doc";

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
        int run = corpus.run("PLANNING");

        PlanningResult tick = plan(corpus, run, RunState.PLANNING, RunSettings.DEFAULT);

        assertThat(tick.outcome()).isEqualTo(Outcome.DONE);
        assertThat(tick.found()).isEqualTo(1_301);
        TestDatabase database = corpus.database();
        assertThat(database.value(
                        "SELECT documents_seen || ' ' || chunks_seen || ' ' || found_in_pass || ' ' || plan_done"
                                + " FROM truename.run"))
                .isEqualTo("1302 3903 1301 true");
        assertThat(database.value("SELECT count(*) || ' ' || count(DISTINCT old_id) || ' ' || count(DISTINCT new_id)"
                        + " FROM truename.document_map WHERE old_id <> new_id AND chunks = 3 AND rows = 1 + 3 + 3 + 3"))
                .isEqualTo("1300 1300 1300");
        assertThat(database.rows(
                        "SELECT m.new_id, m.chunks, m.rows FROM truename.document_map m WHERE old_id = new_id"))
                .containsExactly(half + "\t1\t2");
        assertThat(database.value("SELECT count(*) || ' ' || count(DISTINCT old_id) || ' ' || count(DISTINCT new_id)"
                        + " FROM truename.chunk_map"))
                .isEqualTo("3901 3901 3901");
        // The database's own function computes the same ids from the corpus.
        assertThat(database.value("SELECT count(*) FROM truename.document_map m JOIN \"Pipe\".\"Docs\" d"
                        + " ON lower(d.id::text) = m.old_id::text WHERE m.new_id <> extensions.uuid_generate_v5('"
                        + PipelineCorpus.NAMESPACE.id() + "', d.\"user\"::text || ':' || "
                        + (shape == Shape.UUIDS ? "d.hash" : "encode(d.hash, 'hex')") + ")"))
                .isEqualTo("0");
        assertThat(database.value(
                        "SELECT count(*) FROM truename.chunk_map c JOIN truename.document_map m USING (run, doc)"
                                + " JOIN \"Pipe\".chunks k ON lower(k.id::text) = c.old_id::text WHERE c.new_id ="
                                + " extensions.uuid_generate_v5('" + PipelineCorpus.NAMESPACE.id()
                                + "', m.new_id || ':' || k.chunker || ':' || k.version || ':' || k.ord)"))
                .isEqualTo("3901");
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
        int run = corpus.run("PLANNING");

        assertThat(plan(corpus, run, RunState.PLANNING, RunSettings.DEFAULT).found())
                .isEqualTo(3);

        assertThat(database.rows(
                        "SELECT code || ' ' || reason FROM truename.quarantine WHERE doc IS NULL ORDER BY old_id"))
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
        assertThat(database.value("SELECT count(*) FROM truename.chunk_map")).isEqualTo("3");
    }

    @Test
    void plan_killedBetweenAndWithinPages_losesAndDoublesNothing() {
        PipelineCorpus corpus = new PipelineCorpus(Version.NEWEST, Shape.UUIDS);
        corpus.randomDocuments(1_700, 2);
        int run = corpus.run("PLANNING");
        Planner planner = new Planner(corpus.schema(), run, RunSettings.DEFAULT);
        try (Database database = corpus.connect()) {
            List<PlanningResult> ticks = new ArrayList<>();
            corpus.database()
                    .execute("CREATE FUNCTION fall() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION"
                            + " USING ERRCODE = ''57P01''; END'");
            do {
                // The last statement of each page's first attempt fails: all of the page is gone with it.
                corpus.database()
                        .execute("CREATE TRIGGER fall BEFORE UPDATE ON truename.run FOR EACH ROW EXECUTE FUNCTION"
                                + " fall()");
                assertThatThrownBy(
                                () -> database.with(session -> planner.tick(session, RunState.PLANNING, () -> false)))
                        .isInstanceOf(SqlException.class);
                corpus.database().execute("DROP TRIGGER fall ON truename.run");
                ticks.add(database.with(session -> planner.tick(session, RunState.PLANNING, () -> false)));
            } while (ticks.get(ticks.size() - 1).outcome() == Outcome.MORE);
            assertThat(ticks.size()).isGreaterThan(3);
            assertThat(ticks.get(ticks.size() - 1).outcome()).isEqualTo(Outcome.DONE);
        }
        assertThat(corpus.database()
                        .value("SELECT count(*) || ' ' || count(DISTINCT old_id) || ' ' || count(DISTINCT doc)"
                                + " FROM truename.document_map"))
                .isEqualTo("1700 1700 1700");
        assertThat(corpus.database().value("SELECT count(*) || ' ' || count(DISTINCT old_id) FROM truename.chunk_map"))
                .isEqualTo("3400 3400");
    }

    @Test
    void plan_ofTwoInstancesAtOnce_isOnePlan() throws Exception {
        PipelineCorpus corpus = new PipelineCorpus(Version.NEWEST, Shape.UUIDS);
        corpus.randomDocuments(4_000, 2);
        int run = corpus.run("PLANNING");
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
        assertThat(corpus.database()
                        .value("SELECT count(*) || ' ' || count(DISTINCT old_id) FROM truename.document_map"))
                .isEqualTo("4000 4000");
        assertThat(corpus.database().value("SELECT documents_seen FROM truename.run"))
                .isEqualTo("4000");
    }

    @Test
    void plan_ofARunInAnotherState_isLeft() {
        PipelineCorpus corpus = new PipelineCorpus(Version.OLDEST, Shape.UUIDS);
        corpus.randomDocuments(1, 1);
        int run = corpus.run("FAILED");
        assertThat(plan(corpus, run, RunState.PLANNING, RunSettings.DEFAULT).outcome())
                .isEqualTo(Outcome.ELSEWHERE);
        assertThat(corpus.database().rows(MAP)).isEmpty();
    }

    @Test
    void plan_ofOneHugeDocument_isWrittenInSlices() {
        PipelineCorpus corpus = new PipelineCorpus(Version.NEWEST, Shape.UUIDS);
        corpus.randomDocuments(1, 60_000);
        int run = corpus.run("PLANNING");
        assertThat(plan(corpus, run, RunState.PLANNING, RunSettings.DEFAULT).chunks())
                .isEqualTo(60_000);
        assertThat(corpus.database().value("SELECT count(*) || ' ' || count(DISTINCT new_id) FROM truename.chunk_map"))
                .isEqualTo("60000 60000");
        assertThat(corpus.database().value("SELECT chunks FROM truename.document_map"))
                .isEqualTo("60000");
    }

    @Test
    void plan_ofStrategies_leavesWhatTheyLeave() {
        PipelineCorpus corpus = new PipelineCorpus(Version.NEWEST, Shape.UUIDS);
        corpus.randomDocuments(10, 1);
        corpus.database()
                .execute("UPDATE \"Pipe\".\"Docs\" SET created_at = now() - interval '91 days'"
                        + " WHERE id IN (SELECT id FROM \"Pipe\".\"Docs\" ORDER BY id LIMIT 4)");
        int run = corpus.run("PLANNING");
        assertThat(plan(corpus, run, RunState.PLANNING, settings(Strategy.HYBRID, OnCollision.MERGE))
                        .found())
                .isEqualTo(6);
        assertThat(corpus.database().value("SELECT preflight->>'documentsDeferred' FROM truename.run"))
                .isEqualTo("4");
        corpus.database().execute("UPDATE truename.run SET state = 'FAILED'");
        int second = corpus.run("PLANNING");
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
        int run = corpus.run("PLANNING");
        plan(corpus, run, RunState.PLANNING, RunSettings.DEFAULT);
        TestDatabase database = corpus.database();
        database.execute("UPDATE truename.run SET state = 'RUNNING';"
                + "UPDATE truename.document_map SET state = 6 WHERE old_id = '" + stale + "';"
                + "UPDATE truename.document_map SET state = 4 WHERE old_id = '" + poison + "';"
                + "INSERT INTO truename.quarantine (run, doc, old_id, code, reason) SELECT run, doc, old_id, 'fails', ''"
                + " FROM truename.document_map WHERE state = 4;"
                + "UPDATE truename.document_map SET state = 1 WHERE old_id = '" + moved + "';"
                + "UPDATE \"Pipe\".\"Docs\" SET id = '" + trueId(1, 1) + "' WHERE id = '" + moved + "';"
                + "INSERT INTO truename.shard (run, shard, done) VALUES (" + run + ", 0, true)");
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
        assertThat(database.rows(
                        "SELECT old_id || ' ' || new_id || ' ' || chunks FROM truename.document_map WHERE rank >= "
                                + Priority.OF_A_PASS + " ORDER BY old_id"))
                .containsExactlyInAnyOrder(
                        trueId(1, 1) + " " + trueId(1, 1) + " 1",
                        stale + " " + trueId(1, 2) + " 0",
                        late + " " + trueId(1, 5) + " 0");
        assertThat(database.value("SELECT done FROM truename.shard")).isEqualTo("f");
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
