// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

import static io.truename.postgres.corpus.fixture.PipelineCorpus.trueChunk;
import static io.truename.postgres.corpus.fixture.PipelineCorpus.trueId;
import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.assess.Strategy;
import io.truename.postgres.Database;
import io.truename.postgres.corpus.fixture.PipelineCorpus;
import io.truename.postgres.corpus.fixture.PipelineCorpus.Shape;
import io.truename.postgres.rekeying.fixture.BookkeepingChanges;
import io.truename.postgres.rekeying.fixture.BookkeepingTable;
import io.truename.postgres.rekeying.fixture.BookkeepingTables;
import io.truename.postgres.rekeying.plan.PlanningResult.Outcome;
import io.truename.rekeying.run.DocumentState;
import io.truename.rekeying.run.RunSettings.OnCollision;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestServer.Version;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Collectors;
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
        BookkeepingTables tables = new BookkeepingTables(corpus.database());
        List<String> before = tables.contents(BookkeepingTable.DOCUMENT_MAP);
        assertThat(resolveAgain(corpus, run)).isEqualTo(Collisions.Kind.DONE);
        assertThat(tables.contents(BookkeepingTable.DOCUMENT_MAP)).isEqualTo(before);
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
        BookkeepingTables tables = new BookkeepingTables(corpus.database());
        assertThat(tables.documents())
                .filteredOn(BookkeepingTables.Document::merges)
                .extracting(BookkeepingTables.Document::rows)
                .containsExactly(7);
        assertThat(tables.quarantine()).isEmpty();
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
        int run = PlannerIT.run(corpus, RunState.PLANNING);
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
        BookkeepingTables tables = new BookkeepingTables(corpus.database());
        assertThat(tables.quarantine())
                .extracting(entry ->
                        entry.code() + " " + entry.oldId() + " " + entry.doc().isPresent())
                .containsExactly("id.held " + A + " true");
        BookkeepingChanges changes = new BookkeepingChanges(corpus.database());
        changes.runState(RunState.RUNNING);
        changes.documentState(DocumentState.PLANNED, DocumentState.MOVED);
        corpus.database()
                .execute("UPDATE \"Pipe\".\"Docs\" SET id = '" + trueId(2, 2) + "' WHERE id = '" + trueId(1, 1) + "'");
        try (Database database = corpus.connect()) {
            boolean begun = database.with(
                    session -> Planner.nextPass(session, run, RunState.RUNNING).isPresent());
            assertThat(begun).isTrue();
        }
        PlanningResult tick =
                PlannerIT.plan(corpus, run, RunState.RUNNING, PlannerIT.settings(Strategy.FULL, OnCollision.MERGE));
        assertThat(tick.found()).isEqualTo(1);
        assertThat(map(corpus)).containsExactlyInAnyOrder(A + " 6 f ", A + " 0 f ", trueId(1, 1) + " 1 f ");
        assertThat(tables.quarantine()).singleElement().matches(BookkeepingTables.Quarantined::resolved);
    }

    @Test
    void cycle_isQuarantinedAndNoLaterPassFindsIt() {
        PipelineCorpus corpus = new PipelineCorpus(Version.NEWEST, Shape.UUIDS);
        corpus.document(trueId(1, 1), 2, 2);
        corpus.document(trueId(2, 2), 1, 1);
        int run = plan(corpus, OnCollision.MERGE, Outcome.DONE);
        assertThat(new BookkeepingTables(corpus.database()).quarantine())
                .extracting(BookkeepingTables.Quarantined::code)
                .containsExactly("id.held", "id.held");
        try (Database database = corpus.connect()) {
            new BookkeepingChanges(corpus.database()).runState(RunState.RUNNING);
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
        BookkeepingTables tables = new BookkeepingTables(corpus.database());
        assertThat(tables.quarantine())
                .extracting(entry -> entry.code() + " " + entry.oldId())
                .containsExactly("chunk.id.held " + B);
        assertThat(collisions(corpus))
                .containsExactly(
                        new UUID(0x4000, 1) + " SURVIVOR chunk.merge", new UUID(0x4000, 2) + " LOSER chunk.merge");
        assertThat(tables.chunks()).hasSize(3);
    }

    @Test
    void groups_largerThanASlice_haveOneSurvivor() {
        PipelineCorpus corpus = new PipelineCorpus(Version.NEWEST, Shape.UUIDS);
        corpus.randomDocuments(1_100, 1);
        corpus.database().execute("UPDATE \"Pipe\".\"Docs\" SET \"user\" = 'one', hash = repeat('a', 64)");
        plan(corpus, OnCollision.MERGE, Outcome.DONE);
        List<BookkeepingTables.Document> documents = new BookkeepingTables(corpus.database()).documents();
        List<BookkeepingTables.Document> survivors = documents.stream()
                .filter(document -> document.state() == DocumentState.PLANNED)
                .toList();
        assertThat(survivors)
                .singleElement()
                .matches(survivor -> survivor.merges() && survivor.intoDoc().isEmpty());
        OptionalLong survivor = OptionalLong.of(survivors.get(0).doc());
        assertThat(documents)
                .hasSize(1100)
                .filteredOn(document -> document.state() == DocumentState.WAITING_TO_MERGE)
                .hasSize(1099)
                .allMatch(loser -> !loser.merges() && loser.intoDoc().equals(survivor));
    }

    private static int plan(PipelineCorpus corpus, OnCollision policy, Outcome outcome) {
        int run = PlannerIT.run(corpus, RunState.PLANNING);
        assertThat(PlannerIT.plan(corpus, run, RunState.PLANNING, PlannerIT.settings(Strategy.FULL, policy))
                        .outcome())
                .isEqualTo(outcome);
        return run;
    }

    private static Collisions.Kind resolveAgain(PipelineCorpus corpus, int run) {
        new BookkeepingChanges(corpus.database()).set(BookkeepingTable.RUN, "plan_done = false");
        try (Database database = corpus.connect()) {
            return database.with(session -> new Collisions(corpus.schema(), run, OnCollision.MERGE)
                            .tick(session, RunState.PLANNING, () -> true))
                    .kind();
        }
    }

    private static List<String> map(PipelineCorpus corpus) {
        List<BookkeepingTables.Document> documents = new BookkeepingTables(corpus.database()).documents();
        Map<Long, UUID> oldIds = documents.stream()
                .collect(Collectors.toMap(BookkeepingTables.Document::doc, BookkeepingTables.Document::oldId));
        return documents.stream()
                .sorted(Comparator.comparing(document -> document.oldId().toString()))
                .map(document -> document.oldId() + " " + document.state().code() + " "
                        + (document.merges() ? "t " : "f ")
                        + (document.intoDoc().isPresent()
                                ? oldIds.get(document.intoDoc().getAsLong())
                                : ""))
                .toList();
    }

    private static List<String> collisions(PipelineCorpus corpus) {
        return new BookkeepingTables(corpus.database())
                .collisions().stream()
                        .map(one -> one.oldId() + " " + one.role() + " " + one.resolution())
                        .toList();
    }
}
