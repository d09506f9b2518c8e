// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.assess.Strategy;
import io.truename.corpus.schema.Finding;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.Page;
import io.truename.postgres.corpus.fixture.CorpusDatabase;
import io.truename.postgres.rekeying.fixture.BookkeepingChanges;
import io.truename.postgres.rekeying.fixture.BookkeepingTable;
import io.truename.postgres.rekeying.fixture.BookkeepingTables;
import io.truename.rekeying.run.Cause;
import io.truename.rekeying.run.Direction;
import io.truename.rekeying.run.DocumentState;
import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunSettings;
import io.truename.rekeying.run.RunState;
import io.truename.rekeying.run.Stage;
import io.truename.rekeying.run.StageProgress;
import io.truename.rekeying.run.Transitions;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs from their making to their end, with what others do meanwhile. Long, because all of it is one class's contract. */
class RunStoreIT {
    private static final RunSettings SETTINGS = new RunSettings(
            Strategy.HYBRID,
            RunSettings.OnCollision.SKIP,
            false,
            true,
            false,
            3,
            Duration.ofMillis(750),
            5_000,
            Optional.of(new RunSettings.Window(LocalTime.of(22, 0), LocalTime.of(5, 30))),
            0.25,
            RunSettings.OnFailure.ROLL_BACK,
            30,
            true);
    private static final Finding FINDING = new Finding(
            Finding.Severity.WARNING, "reference.unindexed", "a.b", "it's \"slow\"", "CREATE INDEX ON a (b)");

    private TestDatabase test;
    private Database database;
    private RunStore store;

    @BeforeEach
    void open() {
        test = CorpusDatabase.withOurTables(TestServer.Version.NEWEST);
        database = Database.of(DatabaseUrl.parse(test.url()), "run-store-test", 4);
        store = new RunStore(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void create_keepsEverything() {
        UUID id = created(SETTINGS);
        RunView run = store.find(id).orElseThrow();

        assertThat(run.state()).isEqualTo(RunState.PLANNING);
        assertThat(run.direction()).isEqualTo(Direction.FORWARD);
        assertThat(run.settings()).isEqualTo(SETTINGS);
        assertThat(run.mapping()).isEqualTo("documents: {}");
        assertThat(run.schemaFingerprint()).isEqualTo("f1");
        assertThat(run.findings()).containsExactly(FINDING);
        assertThat(run.waiting()).isEmpty();
        assertThat(run.documents()).isEqualTo(new RunView.Documents(0, 0, 0, 0, 0, 0));
        assertThat(run.commands()).containsExactly(RunCommand.ROLL_BACK);
        assertThat(run.rowsPerSecond()).isEmpty();
        assertThat(new BookkeepingTables(test).shards()).hasSize(3);
        assertThat(store.lists().transitions(id)).hasSize(1);
    }

    @Test
    void create_defaultSettings_comeBack() {
        assertThat(store.find(created(RunSettings.DEFAULT)).orElseThrow().settings())
                .isEqualTo(RunSettings.DEFAULT);
    }

    @Test
    void create_anotherUnderWay_namesIt() {
        UUID first = created(RunSettings.DEFAULT);
        assertThat(store.create(draft(RunSettings.DEFAULT)))
                .isEqualTo(new RunCreation.UnderWay(first, RunState.PLANNING));
        assertThat(new BookkeepingTables(test).count(BookkeepingTable.RUN)).isEqualTo(1);
    }

    @Test
    void create_severalAtOnce_makesOne() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<RunCreation> creations = new ArrayList<>();
            for (Future<RunCreation> creation : threads.invokeAll(IntStream.range(0, 4)
                    .<Callable<RunCreation>>mapToObj(i -> () -> store.create(draft(RunSettings.DEFAULT)))
                    .toList())) {
                creations.add(creation.get());
            }
            assertThat(creations)
                    .filteredOn(RunCreation.Created.class::isInstance)
                    .hasSize(1);
            assertThat(creations)
                    .filteredOn(RunCreation.UnderWay.class::isInstance)
                    .hasSize(3);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void command_everyPairOfStateAndCommand_followsTheTable() {
        for (RunState state : RunState.values()) {
            for (Direction direction : Direction.values()) {
                for (RunCommand command : RunCommand.values()) {
                    new BookkeepingChanges(test).empty(BookkeepingTable.RUN);
                    UUID id = created(RunSettings.DEFAULT);
                    put(id, state, direction);
                    CommandResult outcome = store.command(id, command, "a person");

                    Optional<Transitions.Next> next = Transitions.after(state, direction, command);
                    RunView run = store.find(id).orElseThrow();
                    if (next.isPresent()) {
                        assertThat(outcome)
                                .isEqualTo(
                                        new CommandResult.Done(state, next.get().state(), 1));
                        assertThat(run.state()).isEqualTo(next.get().state());
                        assertThat(run.direction()).isEqualTo(next.get().direction());
                        assertThat(run.times().ended().isPresent()).isEqualTo(run.state() == RunState.ROLLED_BACK);
                        assertThat(store.lists().transitions(id)).last().satisfies(transition -> {
                            assertThat(transition.command()).isEqualTo(command.name());
                            assertThat(transition.reason()).isEqualTo("a person");
                        });
                    } else {
                        assertThat(outcome)
                                .isEqualTo(new CommandResult.Illegal(state, Transitions.legal(state, direction), ""));
                        assertThat(run.state()).isEqualTo(state);
                        assertThat(store.lists().transitions(id)).hasSize(1);
                    }
                }
            }
        }
    }

    @Test
    void command_unknownRun_isUnknown() {
        assertThat(store.command(UUID.randomUUID(), RunCommand.START, "")).isInstanceOf(CommandResult.Unknown.class);
    }

    @Test
    void command_startOfDryRun_isIllegal() {
        RunSettings dry = new RunSettings(
                Strategy.FULL,
                RunSettings.OnCollision.MERGE,
                true,
                true,
                false,
                1,
                Duration.ofSeconds(1),
                0,
                Optional.empty(),
                0.01,
                RunSettings.OnFailure.PAUSE,
                90,
                true);
        UUID id = created(dry);
        put(id, RunState.PLANNED, Direction.FORWARD);

        assertThat(store.command(id, RunCommand.START, ""))
                .isInstanceOfSatisfying(CommandResult.Illegal.class, illegal -> {
                    assertThat(illegal.legal()).containsExactly(RunCommand.ROLL_BACK);
                    assertThat(illegal.reason()).contains("dry run");
                });
    }

    @Test
    void command_rollBackOfFinished_waitsForTheOneUnderWay_andForLaterOnes() {
        UUID first = created(RunSettings.DEFAULT);
        put(first, RunState.FINISHED, Direction.FORWARD);
        UUID second = created(RunSettings.DEFAULT);
        assertThat(store.command(first, RunCommand.ROLL_BACK, ""))
                .isInstanceOfSatisfying(
                        CommandResult.Illegal.class,
                        illegal -> assertThat(illegal.reason()).contains(second.toString(), "PLANNING"));

        put(second, RunState.FINISHED, Direction.FORWARD);
        int newest = store.find(second).orElseThrow().number();
        new BookkeepingChanges(test).set(BookkeepingTable.SHARD, "documents = 1", "run = " + newest);
        assertThat(store.command(first, RunCommand.ROLL_BACK, ""))
                .isInstanceOfSatisfying(
                        CommandResult.Illegal.class,
                        illegal -> assertThat(illegal.reason()).contains(second.toString(), "first"));
        // What it would move now could not be taken back before what the later one moved.
        assertThat(store.command(first, RunCommand.RETRY_QUARANTINED, ""))
                .isInstanceOfSatisfying(
                        CommandResult.Illegal.class,
                        illegal -> assertThat(illegal.reason()).contains(second.toString(), "plan another"));
        assertThat(store.command(second, RunCommand.ROLL_BACK, "")).isInstanceOf(CommandResult.Done.class);

        // Documents that were gone on the way back still count as moved; they stand in nobody's way.
        put(second, RunState.ROLLED_BACK, Direction.BACK);
        assertThat(store.command(first, RunCommand.ROLL_BACK, "")).isInstanceOf(CommandResult.Done.class);
    }

    @Test
    void command_afterADrop_nothingIsOffered() {
        for (String mark : List.of("aliases_dropped_at", "archive_dropped_at")) {
            new BookkeepingChanges(test).empty(BookkeepingTable.RUN);
            UUID id = created(RunSettings.DEFAULT);
            put(id, RunState.FINISHED, Direction.FORWARD);
            new BookkeepingChanges(test).set(BookkeepingTable.RUN, mark + " = now()");

            assertThat(store.find(id).orElseThrow().commands()).isEmpty();
            for (RunCommand command : List.of(RunCommand.ROLL_BACK, RunCommand.RETRY_QUARANTINED)) {
                assertThat(store.command(id, command, ""))
                        .isInstanceOfSatisfying(CommandResult.Illegal.class, illegal -> {
                            assertThat(illegal.legal()).isEmpty();
                            assertThat(illegal.reason()).contains("were dropped");
                        });
            }
            assertThat(store.find(id).orElseThrow().state()).isEqualTo(RunState.FINISHED);
        }
    }

    @Test
    void command_retryQuarantined_putsThemBack() {
        UUID id = created(RunSettings.DEFAULT);
        plan(id, 4);
        BookkeepingTables tables = new BookkeepingTables(test);
        BookkeepingChanges changes = new BookkeepingChanges(test);
        changes.quarantine(tables.documents().get(1).oldId(), "c");
        changes.set(BookkeepingTable.SHARD, "done = true, cursor_doc = 4, cursor_rank = 0");
        put(id, RunState.FINISHED, Direction.FORWARD);
        assertThat(store.find(id).orElseThrow().documents().quarantined()).isEqualTo(1);

        assertThat(store.command(id, RunCommand.RETRY_QUARANTINED, ""))
                .isEqualTo(new CommandResult.Done(RunState.FINISHED, RunState.RUNNING, 1));
        assertThat(store.find(id).orElseThrow().documents().quarantined()).isZero();
        assertThat(store.lists().quarantine(id, 10, Optional.empty()).items()).isEmpty();
        assertThat(tables.shards()).singleElement().matches(shard -> !shard.done() && shard.cursorDoc() == -1);
        assertThat(tables.run().epoch()).isEqualTo(2);
    }

    @Test
    void became_onlyFromTheStateSeen() {
        UUID id = created(SETTINGS);
        int number = store.find(id).orElseThrow().number();
        put(id, RunState.RUNNING, Direction.FORWARD);

        assertThat(became(number, RunState.PLANNING, Cause.PLANNED_ALL)).isEmpty();
        assertThat(became(number, RunState.RUNNING, Cause.PLANNED_ALL)).isEmpty();
        assertThat(became(number, RunState.RUNNING, Cause.VALIDATION_FAILED))
                .contains(new Transitions.Next(RunState.ROLLING_BACK, Direction.BACK));
        assertThat(became(number, RunState.ROLLING_BACK, Cause.ROLLED_BACK_ALL))
                .contains(new Transitions.Next(RunState.ROLLED_BACK, Direction.BACK));
        assertThat(store.find(id).orElseThrow().times().ended()).isPresent();
    }

    @Test
    void waiting_isAHold_thatEndsOnce() {
        UUID id = created(SETTINGS);
        int number = store.find(id).orElseThrow().number();
        hold(number, 0, "locks", "one");
        hold(number, 0, "locks", "two");
        hold(number, 1, "window", "three");
        assertThat(store.find(id).orElseThrow().waiting()).contains(new RunView.Waiting("window", "three"));
        assertThat(store.lists().holds(id))
                .hasSize(2)
                .first()
                .satisfies(hold -> assertThat(hold.reason()).isEqualTo("two"));

        goesOn(number, 1);
        assertThat(store.find(id).orElseThrow().waiting()).isPresent();
        goesOn(number, 0);
        assertThat(store.find(id).orElseThrow().waiting()).isEmpty();
        assertThat(store.lists().holds(id))
                .allSatisfy(hold -> assertThat(hold.endedAt()).isPresent());
    }

    @Test
    void failed_isShown() {
        UUID id = created(SETTINGS);
        int number = store.find(id).orElseThrow().number();
        database.inTransaction(session -> {
            store.failed(session, number, "locks.timeout", Optional.of("55P03"), "a \"message\"");
            return true;
        });
        assertThat(store.find(id).orElseThrow().lastError()).hasValueSatisfying(error -> {
            assertThat(error.code()).isEqualTo("locks.timeout");
            assertThat(error.sqlState()).contains("55P03");
            assertThat(error.message()).isEqualTo("a \"message\"");
        });
    }

    @Test
    void recovered_clearsWhatIsOver_andNothingElse() {
        UUID id = created(RunSettings.DEFAULT);
        int number = store.find(id).orElseThrow().number();
        assertErrorStands(id, () -> error(number, 1), recovered(number, 0, RunState.PLANNING, true), true);
        assertErrorStands(id, () -> error(number, 1), recovered(number, 1, RunState.RUNNING, true), true);
        assertErrorStands(id, () -> error(number, 1), recovered(number, 1, RunState.PLANNING, false), false);
        assertErrorStands(id, () -> stoppingError(number), recovered(number, 1, RunState.PLANNING, false), true);
        assertErrorStands(id, () -> stoppingError(number), recovered(number, 1, RunState.PLANNING, true), false);

        error(number, 0);
        became(number, RunState.PLANNING, Cause.PLANNED_ALL);
        assertThat(store.find(id).orElseThrow().lastError()).isEmpty();

        store.command(id, RunCommand.START, "test");
        stoppingError(number);
        became(number, RunState.RUNNING, Cause.VALIDATION_FAILED);
        recovered(number, 0, RunState.RUNNING, true).run();
        assertThat(store.find(id).orElseThrow().lastError())
                .as("while it is paused")
                .isPresent();
        store.command(id, RunCommand.RESUME, "test");
        assertThat(store.find(id).orElseThrow().lastError()).isPresent();
        became(number, RunState.RUNNING, Cause.MOVED_ALL);
        // Of a worker that comes late.
        error(number, 1);
        assertThat(store.find(id).orElseThrow().lastError()).isEmpty();
    }

    private void assertErrorStands(UUID id, Runnable failing, Runnable recovering, boolean stands) {
        failing.run();
        recovering.run();
        assertThat(store.find(id).orElseThrow().lastError().isPresent()).isEqualTo(stands);
    }

    private void error(int number, int shard) {
        database.inTransaction(session -> {
            store.failed(session, number, shard, "lock.timeout", Optional.of("55P03"), "");
            return true;
        });
    }

    private void stoppingError(int number) {
        database.inTransaction(session -> {
            store.failed(session, number, "validation", Optional.empty(), "");
            return true;
        });
    }

    private Runnable recovered(int number, int shard, RunState state, boolean moved) {
        return () -> database.inTransaction(session -> {
            store.recovered(session, number, shard, state, moved);
            return true;
        });
    }

    @Test
    void find_sumsOverShards_andCountsWithoutCounting() {
        UUID id = created(SETTINGS);
        plan(id, 100);
        plan(id, 0);
        BookkeepingChanges changes = new BookkeepingChanges(test);
        changes.documentState(DocumentState.MOVED, "doc <= 10");
        changes.documentState(DocumentState.SKIPPED, "doc = 1");
        changes.documentState(DocumentState.QUARANTINED, "doc = 2");
        changes.documentState(DocumentState.GONE, "doc = 3");
        changes.documentState(DocumentState.STALE, "doc = 4");
        changes.documentState(DocumentState.MERGED, "doc = 5");
        changes.set(BookkeepingTable.DOCUMENT_MAP, "into_doc = 6", "doc = 5");
        changes.set(BookkeepingTable.SHARD, "documents = 2, chunks = 4, merged = 1, batch_rows = 10 * shard");
        changes.quarantineUnplanned("not-planned");
        changes.insert(
                BookkeepingTable.MOVED_ROWS,
                "run, shard, table_name, column_name, rows_moved",
                "SELECT " + number(id) + ", shard, 'b.t', 'c', 5 FROM generate_series(0, 2) shard");
        changes.addBatches(5, 1000, 1);
        put(id, RunState.RUNNING, Direction.FORWARD);
        changes.set(BookkeepingTable.RUN, "plan_done = true");

        RunView run = store.find(id).orElseThrow();
        assertThat(run.documents()).isEqualTo(new RunView.Documents(99, 6, 3, 1, 2, 1));
        assertThat(run.chunks()).isEqualTo(new RunView.Chunks(198, 12, 2, 2, 2));
        assertThat(run.tables()).containsExactly(new RunView.TableRows("b.t", "c", 15));
        assertThat(run.batchRows()).isEqualTo(20);
        assertThat(run.rowsPerSecond().orElseThrow()).isBetween(900.0, 1100.0);
        assertThat(run.stage()).hasValueSatisfying(at -> {
            assertThat(at.stage()).isEqualTo(Stage.MOVING);
            assertThat(at.done()).isEqualTo(6 + 3 + 1 + 2 + 1);
            assertThat(at.total()).hasValue(99L);
            assertThat(at.remaining()).isPresent();
        });
        assertThat(run.commands())
                .containsExactlyInAnyOrder(RunCommand.PAUSE, RunCommand.ROLL_BACK, RunCommand.RETRY_QUARANTINED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "PLANNING | FORWARD | plan_done = false, documents_seen = 5, documents_expected = 9 | - | PLANNING | 5 | 9",
                "PLANNING | FORWARD | plan_done = false, documents_seen = 5, documents_expected = 9 | BEFORE 1 false |"
                        + " PLANNING | 5 | 9",
                "PLANNING | FORWARD | plan_done = true | - | COUNTING | 0 | -",
                "PLANNING | FORWARD | plan_done = true | BEFORE 1 false | COUNTING | 3 | 7",
                "PLANNING | FORWARD | plan_done = true | BEFORE 1 true | CHECKING | 0 | -",
                "PLANNED | FORWARD | plan_done = true | BEFORE 1 true | - | 0 | -",
                "RUNNING | FORWARD | plan_done = true | - | MOVING | 0 | 0",
                "RUNNING | FORWARD | plan_done = false, plan_cursor = 'x', pass = 2, documents_seen = 5,"
                        + " documents_expected = 9 | AFTER 2 false | REPLANNING | 5 | 9",
                "RUNNING | FORWARD | plan_done = false, pass = 2, documents_expected = 9 | - | REPLANNING | 0 | 9",
                "RUNNING | FORWARD | plan_done = false, pass = 2, documents_expected = 9 | AFTER 1 false |"
                        + " REPLANNING | 0 | 9",
                "RUNNING | FORWARD | plan_done = false, pass = 2, documents_expected = 9 | AFTER 2 false |"
                        + " VALIDATING | 3 | 7",
                "RUNNING | FORWARD | plan_done = true, preflight = '{\"lateSweep\": {\"back\": false, \"pagesRead\": 2,"
                        + " \"pages\": 8}}' | - | LATE_REFERENCES | 2 | 8",
                "RUNNING | FORWARD | plan_done = true, pass = 2 | AFTER 2 false | VALIDATING | 3 | 7",
                "RUNNING | FORWARD | plan_done = true, pass = 2, found_in_pass = 1 | AFTER 2 false | MOVING | 0 | 0",
                "RUNNING | FORWARD | plan_done = true, pass = 3 | AFTER 2 false | MOVING | 0 | 0",
                "PAUSED | FORWARD | plan_done = true, pass = 2 | AFTER 2 false | VALIDATING | 3 | 7",
                "ROLLING_BACK | BACK | plan_done = true, pass = 2 | AFTER 2 false | ROLLING_BACK | 0 | 0",
                "ROLLING_BACK | BACK | preflight = '{\"rollbackCheck\": {\"done\": 1, \"total\": 4}}' | -"
                        + " | VERIFYING_ROLLBACK | 1 | 4",
                "FINISHED | FORWARD | plan_done = true, pass = 2 | AFTER 2 true | - | 0 | -"
            })
    void stage_isNamedWithItsProgress(
            RunState state,
            Direction direction,
            String kept,
            @Nullable String counted,
            @Nullable Stage stage,
            long done,
            @Nullable Long total) {
        UUID id = created(SETTINGS);
        put(id, state, direction);
        BookkeepingChanges changes = new BookkeepingChanges(test);
        changes.set(BookkeepingTable.RUN, kept);
        if (counted != null) {
            String[] count = counted.split(" ", -1);
            changes.addCount(
                    count[0],
                    Integer.parseInt(count[1]),
                    "{\"done\": " + count[2] + ", \"place\": {\"pagesRead\": 3, \"pages\": 7}}");
        }
        Optional<StageProgress> at = store.find(id).orElseThrow().stage();
        assertThat(at.map(StageProgress::stage)).isEqualTo(Optional.ofNullable(stage));
        assertThat(at.map(StageProgress::done).orElse(0L)).isEqualTo(done);
        assertThat(at.flatMap(StageProgress::total)).isEqualTo(Optional.ofNullable(total));
    }

    @Test
    void lists_arePaged() {
        UUID id = created(SETTINGS);
        BookkeepingChanges changes = new BookkeepingChanges(test);
        changes.addBatches(5, 3, 0.5);
        changes.quarantineUnplanned("id-1", "id-2", "id-3", "id-4", "id-5");
        changes.addCollisions(5);
        RunLists lists = store.lists();
        Page<RunLists.Batch> batches = lists.batches(id, 3, Optional.empty());
        assertThat(batches.items())
                .hasSize(3)
                .allSatisfy(batch -> assertThat(batch.tables()).isEqualTo("{\"s.t.c\": 3}"));
        Page<RunLists.Batch> rest = lists.batches(id, 3, batches.next().map(Long::valueOf));
        assertThat(rest.items()).hasSize(2);
        assertThat(rest.next()).isEmpty();
        assertThat(lists.newestBatches(id, 1, Optional.empty()).items())
                .containsExactly(rest.items().get(1));

        Page<RunLists.Quarantined> quarantined = lists.quarantine(id, 4, Optional.empty());
        assertThat(lists.quarantine(id, 4, quarantined.next()).items())
                .extracting(RunLists.Quarantined::oldId)
                .containsExactly("id-5");
        Page<RunLists.Collision> collisions = lists.collisions(id, 4, Optional.empty());
        RunLists.Collision last = collisions.items().get(3);
        assertThat(lists.collisions(id, 4, Optional.of(new RunLists.After(last.newId(), last.oldId())))
                        .items())
                .hasSize(1)
                .doesNotContainAnyElementsOf(collisions.items());
        assertThat(lists.batches(UUID.randomUUID(), 3, Optional.empty()).items())
                .isEmpty();
        assertThat(lists.has(id)).isTrue();
        assertThat(lists.has(UUID.randomUUID())).isFalse();
    }

    @Test
    void list_isNewestFirst() {
        UUID first = created(RunSettings.DEFAULT);
        put(first, RunState.FAILED, Direction.FORWARD);
        UUID second = created(RunSettings.DEFAULT);

        Page<RunView> page = store.list(1, Optional.empty());
        assertThat(page.items()).extracting(RunView::id).containsExactly(second);
        assertThat(store.list(1, page.next().map(Integer::valueOf)).items())
                .extracting(RunView::id)
                .containsExactly(first);
    }

    private UUID created(RunSettings settings) {
        return ((RunCreation.Created) store.create(draft(settings))).run();
    }

    private static RunDefinition draft(RunSettings settings) {
        return new RunDefinition(settings, "documents: {}", "f1", List.of(FINDING), "{}");
    }

    private void put(UUID id, RunState state, Direction direction) {
        new BookkeepingChanges(test)
                .set(
                        BookkeepingTable.RUN,
                        "state = '" + state + "', direction = '" + direction + "'",
                        "id = '" + id + "'");
    }

    private void plan(UUID id, int documents) {
        new BookkeepingChanges(test)
                .addDocuments(
                        number(id),
                        DocumentState.PLANNED,
                        5,
                        2,
                        "SELECT doc, gen_random_uuid(), gen_random_uuid() FROM generate_series(1, " + documents
                                + ") doc");
    }

    private int number(UUID id) {
        return store.find(id).orElseThrow().number();
    }

    private Optional<Transitions.Next> became(int number, RunState seen, Cause cause) {
        return database.inTransaction(session -> store.became(session, number, seen, cause, "why"));
    }

    private void hold(int number, int shard, String code, String sentence) {
        database.inTransaction(session -> {
            store.waiting(session, number, shard, code, sentence);
            return true;
        });
    }

    private void goesOn(int number, int shard) {
        database.inTransaction(session -> {
            store.goesOn(session, number, shard);
            return true;
        });
    }
}
