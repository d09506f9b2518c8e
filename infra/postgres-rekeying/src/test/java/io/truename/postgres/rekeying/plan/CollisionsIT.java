// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

import static io.truename.postgres.corpus.fixture.PipelineCorpus.trueChunk;
import static io.truename.postgres.corpus.fixture.PipelineCorpus.trueId;
import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.assess.Strategy;
import io.truename.postgres.Database;
import io.truename.postgres.corpus.fixture.PipelineCorpus;
import io.truename.postgres.corpus.fixture.PipelineCorpus.Shape;
import io.truename.postgres.rekeying.plan.PlanningResult.Outcome;
import io.truename.rekeying.run.RunSettings.OnCollision;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestServer.Version;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CollisionsIT {
    private static final UUID A = new UUID(0x4000, 0xa);
    private static final UUID B = new UUID(0x4000, 0xb);
    private static final UUID C = new UUID(0x4000, 0xc);

    @ParameterizedTest
    @EnumSource
    void merge_ofUntrueDuplicates_keepsTheOldest(Shape shape) {
        PipelineCorpus corpus = new PipelineCorpus(Version.OLDEST, shape);
        corpus.document(A, 1, 1);
        corpus.document(B, 1, 1);
        corpus.document(C, 1, 1);
        corpus.database()
                .execute("UPDATE \"Pipe\".\"Docs\" SET created_at = '2020-01-01' WHERE id = '" + corpus.written(B)
                        + "'");
        int run = plan(corpus, OnCollision.MERGE, Outcome.DONE);

        assertThat(map(corpus)).containsExactly(A + " 8 f " + B, B + " 0 t ", C + " 8 f " + B);
        assertThat(collisions(corpus)).containsExactly(A + " LOSER merge", B + " SURVIVOR merge", C + " LOSER merge");
        String before =
                corpus.database().value("SELECT string_agg(m::text, ',' ORDER BY doc) FROM truename.document_map m");
        assertThat(resolveAgain(corpus, run)).isEqualTo(Collisions.Kind.DONE);
        assertThat(corpus.database().value("SELECT string_agg(m::text, ',' ORDER BY doc) FROM truename.document_map m"))
                .isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void merge_intoATrueDocument_givesItARow(Shape shape) {
        PipelineCorpus corpus = new PipelineCorpus(Version.NEWEST, shape);
        UUID held = trueId(1, 1);
        corpus.document(A, 1, 1);
        corpus.document(held, 1, 1);
        corpus.chunk(trueChunk(held, 0), held, 0);
        corpus.chunk(B, A, 0);
        plan(corpus, OnCollision.MERGE, Outcome.DONE);
        assertThat(map(corpus)).containsExactlyInAnyOrder(A + " 8 f " + held, held + " 0 t ");
        assertThat(corpus.database().value("SELECT rows FROM truename.document_map WHERE merges"))
                .isEqualTo("7");
        assertThat(corpus.database().rows("SELECT code FROM truename.quarantine"))
                .isEmpty();
    }

    @Test
    void skip_leavesTheOthers() {
        PipelineCorpus corpus = new PipelineCorpus(Version.NEWEST, Shape.UUIDS);
        UUID held = trueId(2, 2);
        corpus.document(A, 1, 1);
        corpus.document(B, 1, 1);
        corpus.document(C, 2, 2);
        corpus.document(held, 2, 2);
        plan(corpus, OnCollision.SKIP, Outcome.DONE);
        assertThat(map(corpus)).containsExactly(A + " 0 f ", B + " 3 f ", C + " 3 f ");
        assertThat(collisions(corpus))
                .containsExactlyInAnyOrder(
                        A + " SURVIVOR skip", B + " SKIPPED skip", C + " SKIPPED skip", held + " SURVIVOR skip");
    }

    @Test
    void fail_namesThem() {
        PipelineCorpus corpus = new PipelineCorpus(Version.NEWEST, Shape.UUIDS);
        corpus.document(A, 1, 1);
        corpus.document(B, 1, 1);
        int run = corpus.run("PLANNING");
        PlanningResult tick =
                PlannerIT.plan(corpus, run, RunState.PLANNING, PlannerIT.settings(Strategy.FULL, OnCollision.FAIL));
        assertThat(tick.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(tick.reason()).contains("1 id is wanted").contains(A + ", " + B + " -> " + trueId(1, 1));
    }

    @Test
    void chain_isPlannedLinkByLink() {
        PipelineCorpus corpus = new PipelineCorpus(Version.NEWEST, Shape.UUIDS);
        // The second document sits on the id that the first one ought to have.
        corpus.document(A, 1, 1);
        corpus.document(trueId(1, 1), 2, 2);
        int run = plan(corpus, OnCollision.MERGE, Outcome.DONE);
        assertThat(map(corpus)).containsExactly(A + " 4 f ", trueId(1, 1) + " 0 f ");
        assertThat(corpus.database()
                        .value("SELECT code || ' ' || old_id || ' ' || (doc IS NOT NULL) FROM truename.quarantine"))
                .isEqualTo("id.held " + A + " true");
        corpus.database()
                .execute("UPDATE truename.run SET state = 'RUNNING';"
                        + "UPDATE \"Pipe\".\"Docs\" SET id = '" + trueId(2, 2) + "' WHERE id = '" + trueId(1, 1) + "';"
                        + "UPDATE truename.document_map SET state = 1 WHERE state = 0");
        try (Database database = corpus.connect()) {
            boolean begun = database.with(
                    session -> Planner.nextPass(session, run, RunState.RUNNING).isPresent());
            assertThat(begun).isTrue();
        }
        PlanningResult tick =
                PlannerIT.plan(corpus, run, RunState.RUNNING, PlannerIT.settings(Strategy.FULL, OnCollision.MERGE));
        assertThat(tick.found()).isEqualTo(1);
        assertThat(map(corpus)).containsExactlyInAnyOrder(A + " 6 f ", A + " 0 f ", trueId(1, 1) + " 1 f ");
        assertThat(corpus.database().value("SELECT resolved_at IS NOT NULL FROM truename.quarantine"))
                .isEqualTo("t");
    }

    @Test
    void cycle_isQuarantinedAndNoLaterPassFindsIt() {
        PipelineCorpus corpus = new PipelineCorpus(Version.NEWEST, Shape.UUIDS);
        corpus.document(trueId(1, 1), 2, 2);
        corpus.document(trueId(2, 2), 1, 1);
        int run = plan(corpus, OnCollision.MERGE, Outcome.DONE);
        assertThat(corpus.database().rows("SELECT code FROM truename.quarantine"))
                .containsExactly("id.held", "id.held");
        try (Database database = corpus.connect()) {
            corpus.database().execute("UPDATE truename.run SET state = 'RUNNING'");
            database.with(session -> Planner.nextPass(session, run, RunState.RUNNING));
        }
        assertThat(PlannerIT.plan(corpus, run, RunState.RUNNING, PlannerIT.settings(Strategy.FULL, OnCollision.MERGE))
                        .found())
                .isZero();
    }

    @Test
    void chunks_ofOneName_areRecordedAndForeignHoldersQuarantine() {
        PipelineCorpus corpus = new PipelineCorpus(Version.NEWEST, Shape.UUIDS);
        corpus.document(A, 1, 1);
        corpus.chunk(new UUID(0x4000, 1), A, 0);
        corpus.chunk(new UUID(0x4000, 2), A, 0);
        corpus.document(B, 1, 2);
        corpus.chunk(new UUID(0x4000, 3), B, 0);
        corpus.document(C, 1, 3);
        // A chunk of C sits on the id that B's chunk ought to have.
        corpus.chunk(trueChunk(trueId(1, 2), 0), C, 0);
        plan(corpus, OnCollision.MERGE, Outcome.DONE);
        assertThat(map(corpus)).containsExactly(A + " 0 t ", C + " 0 f ");
        assertThat(corpus.database().rows("SELECT code || ' ' || old_id FROM truename.quarantine"))
                .containsExactly("chunk.id.held " + B);
        assertThat(collisions(corpus))
                .containsExactly(
                        new UUID(0x4000, 1) + " SURVIVOR chunk.merge", new UUID(0x4000, 2) + " LOSER chunk.merge");
        assertThat(corpus.database().value("SELECT count(*) FROM truename.chunk_map"))
                .isEqualTo("3");
    }

    @Test
    void groups_largerThanASlice_haveOneSurvivor() {
        PipelineCorpus corpus = new PipelineCorpus(Version.NEWEST, Shape.UUIDS);
        corpus.randomDocuments(2_600, 1);
        corpus.database().execute("UPDATE \"Pipe\".\"Docs\" SET \"user\" = 'one', hash = repeat('a', 64)");
        plan(corpus, OnCollision.MERGE, Outcome.DONE);
        assertThat(corpus.database()
                        .rows("SELECT state, count(*), count(DISTINCT into_doc), bool_or(merges) FROM"
                                + " truename.document_map GROUP BY 1 ORDER BY 1"))
                .containsExactly("0\t1\t0\tt", "8\t2599\t1\tf");
    }

    private static int plan(PipelineCorpus corpus, OnCollision policy, Outcome outcome) {
        int run = corpus.run("PLANNING");
        assertThat(PlannerIT.plan(corpus, run, RunState.PLANNING, PlannerIT.settings(Strategy.FULL, policy))
                        .outcome())
                .isEqualTo(outcome);
        return run;
    }

    private static Collisions.Kind resolveAgain(PipelineCorpus corpus, int run) {
        corpus.database().execute("UPDATE truename.run SET plan_done = false");
        try (Database database = corpus.connect()) {
            return database.with(session -> new Collisions(corpus.schema(), run, OnCollision.MERGE)
                            .tick(session, RunState.PLANNING, () -> true))
                    .kind();
        }
    }

    private static List<String> map(PipelineCorpus corpus) {
        return corpus.database()
                .rows("SELECT m.old_id || ' ' || m.state || ' ' || left(m.merges::text, 1) || ' ' ||"
                        + " coalesce((SELECT s.old_id::text FROM truename.document_map s WHERE s.run = m.run AND s.doc = m.into_doc), '')"
                        + " FROM truename.document_map m ORDER BY m.old_id, m.doc");
    }

    private static List<String> collisions(PipelineCorpus corpus) {
        return corpus.database()
                .rows("SELECT old_id || ' ' || role || ' ' || resolution FROM truename.collision ORDER BY old_id");
    }
}
