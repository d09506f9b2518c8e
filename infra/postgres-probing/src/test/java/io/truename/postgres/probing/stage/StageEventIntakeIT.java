// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.truename.identity.DocumentId;
import io.truename.identity.DocumentName;
import io.truename.identity.Namespace;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import io.truename.postgres.corpus.fixture.CorpusDatabase;
import io.truename.probing.stage.FailedRetrieval;
import io.truename.probing.stage.RetrievalCount;
import io.truename.probing.stage.Stage;
import io.truename.probing.stage.StageAttempt;
import io.truename.probing.stage.StageAttempt.Outcome;
import io.truename.probing.stage.StageEvent;
import io.truename.probing.stage.StageEventFields;
import io.truename.probing.stage.StagePair;
import io.truename.probing.stage.StageReport;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Longer than other files because all cases share one setup for each version of the server. */
@ParameterizedClass
@EnumSource(TestServer.Version.class)
class StageEventIntakeIT {
    private static final Instant NOW = Instant.parse("2026-03-04T12:30:00Z");
    private static final Instant SINCE = NOW.minus(Duration.ofHours(24));

    private final TestServer.Version version;
    private TestDatabase database;
    private Database pool;
    private StageEventIntake intake;

    StageEventIntakeIT(TestServer.Version version) {
        this.version = version;
    }

    @BeforeEach
    void open() {
        database = CorpusDatabase.withOurTables(version);
        pool = Database.of(DatabaseUrl.parse(database.url()), "test", 6);
        intake = new StageEventIntake(pool, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void record_countsEachEventOnce() {
        List<StageEvent> events = List.of(
                event(Stage.UPLOADED, 1, trueId(1), 0),
                event(Stage.UPLOADED, 1, trueId(1), 0),
                event(Stage.PARSED, 1, trueId(1), 5));
        assertThat(intake.record(events)).isEqualTo(new StageEventIntake.Recorded(2, 1));
        assertThat(intake.record(events)).isEqualTo(new StageEventIntake.Recorded(0, 3));
        assertThat(intake.record(List.of())).isEqualTo(new StageEventIntake.Recorded(0, 0));
        assertThat(database.value("SELECT count(*) FROM truename.stage_event")).isEqualTo("2");
    }

    // Every order of the same events, with each delivered twice, leaves the same rows.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void record_orderAndRepetition_doNotMatter(long seed) {
        List<StageEvent> events = history();
        intake.record(events);
        String inOrder = state();
        database.execute("TRUNCATE truename.stage_event, truename.stage_alias, truename.stage_document,"
                + " truename.retrieval_hour, truename.stage_attempt_hour");

        List<StageEvent> shuffled = new ArrayList<>(events);
        shuffled.addAll(events);
        Random random = new Random(seed);
        Collections.shuffle(shuffled, random);
        for (int at = 0; at < shuffled.size(); ) {
            int next = Math.min(shuffled.size(), at + 1 + random.nextInt(5));
            intake.record(shuffled.subList(at, next));
            at = next;
        }
        assertThat(state()).isEqualTo(inOrder);
    }

    @Test
    void record_manyCallers_eachIsAnsweredWithItsOwn() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            List<Future<StageEventIntake.Recorded>> answers = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                // Half of them are repeated by another caller, perhaps in the same transaction.
                List<StageEvent> own = List.of(event(Stage.UPLOADED, i / 2, trueId(i / 2), 0));
                answers.add(callers.submit(() -> intake.record(own)));
            }
            int counted = 0;
            int repeated = 0;
            for (Future<StageEventIntake.Recorded> answer : answers) {
                counted += answer.get().counted();
                repeated += answer.get().repeated();
            }
            assertThat(counted).isEqualTo(200);
            assertThat(repeated).isEqualTo(200);
        } finally {
            callers.shutdownNow();
        }
        assertThat(database.value("SELECT count(*) FROM truename.stage_document"))
                .isEqualTo("200");
    }

    // One transaction for each of many callers would cost a flush of the log each.
    @Test
    void record_callersThatWait_shareOneTransaction() throws Exception {
        assertThat(recordTogether().stream().filter(Optional::isPresent)).isEmpty();
        assertThat(database.value("SELECT count(*) FROM truename.stage_event")).isEqualTo("9");
        assertThat(database.value("SELECT count(DISTINCT xmin::text) FROM truename.stage_event"))
                .isEqualTo("2");
    }

    // An event that the server refuses would fail the callers that share its transaction.
    @Test
    void record_callersThatWait_oneIsRefused_theOthersAreRecorded() throws Exception {
        database.execute("ALTER TABLE truename.stage_document ADD CHECK (owner <> 'user-4')");
        List<Optional<Throwable>> failures = recordTogether();
        assertThat(failures.get(4)).get().isInstanceOf(SqlException.class);
        assertThat(failures.stream().filter(Optional::isPresent)).hasSize(1);
        assertThat(database.value("SELECT count(*) FROM truename.stage_event")).isEqualTo("8");
    }

    /** One caller waits for a lock, and eight for that caller; then the lock is released. The failure of each caller. */
    private List<Optional<Throwable>> recordTogether() throws Exception {
        List<FutureTask<StageEventIntake.Recorded>> answers = new ArrayList<>();
        try (Session lock = pool.open()) {
            lock.begin();
            lock.execute("LOCK TABLE truename.stage_event");
            for (int i = 0; i <= 8; i++) {
                List<StageEvent> own = List.of(event(Stage.UPLOADED, i, trueId(i), 0));
                FutureTask<StageEventIntake.Recorded> answer = new FutureTask<>(() -> intake.record(own));
                Thread caller = new Thread(answer, "caller-" + i);
                caller.setDaemon(true);
                caller.start();
                answers.add(answer);
                boolean first = i == 0;
                await(() -> first ? isLockAwaited() : caller.getState() == Thread.State.WAITING);
            }
            lock.rollback();
        }
        List<Optional<Throwable>> failures = new ArrayList<>();
        for (FutureTask<StageEventIntake.Recorded> answer : answers) {
            try {
                answer.get(30, TimeUnit.SECONDS);
                failures.add(Optional.empty());
            } catch (ExecutionException failed) {
                failures.add(Optional.ofNullable(failed.getCause()));
            }
        }
        return failures;
    }

    private boolean isLockAwaited() {
        return database.value("SELECT count(*) FROM pg_locks WHERE NOT granted AND database ="
                        + " (SELECT oid FROM pg_database WHERE datname = current_database())")
                .equals("1");
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("the deadline").isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    @Test
    void report_pairsTimesAndSamples() {
        List<StageEvent> events = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            events.add(event(Stage.UPLOADED, i, trueId(i), -3600));
            events.add(event(Stage.PARSED, i, trueId(i), -3600 + 10));
        }
        events.add(event(Stage.UPLOADED, 100, trueId(100), -3600));
        events.add(event(Stage.UPLOADED, 101, trueId(101), -20));
        events.add(event(Stage.UPLOADED, 102, trueId(102), -3600));
        events.add(event(Stage.PARSED, 102, random(102), -3590));
        intake.record(events);

        StageReport report = new StageReports(pool).read(SINCE, NOW);
        assertThat(report.documents()).isEqualTo(43);
        assertThat(report.complete()).isTrue();
        assertThat(report.pairs())
                .containsExactly(new StagePair(
                        Stage.UPLOADED,
                        Stage.PARSED,
                        40,
                        1,
                        1,
                        1,
                        List.of(trueId(102).toString()),
                        List.of(trueId(100).toString())));
        assertThat(report.times()).singleElement().satisfies(time -> {
            assertThat(time.documents()).isEqualTo(41);
            assertThat(time.median()).isEqualTo(Duration.ofSeconds(10));
            assertThat(time.longest()).isEqualTo(Duration.ofSeconds(10));
            assertThat(time.limit()).contains(Duration.ofSeconds(100));
        });
        assertThat(report.stages())
                .satisfiesExactly(uploaded -> assertThat(uploaded.right()).isEqualTo(43), parsed -> {
                    assertThat(parsed.right()).isEqualTo(40);
                    assertThat(parsed.wrong()).isEqualTo(1);
                });
    }

    @Test
    void report_noEvents_isEmpty() {
        StageReport report = new StageReports(pool).read(SINCE, NOW);
        assertThat(report.documents()).isZero();
        assertThat(report.pairs()).isEmpty();
        assertThat(report.times()).isEmpty();
        assertThat(report.stages()).isEmpty();
    }

    @Test
    void report_fewerRows_ofChunkerAndOfEmbedding() {
        intake.record(List.of(
                rows(Stage.CHUNKED, 1, 3),
                rows(Stage.EMBEDDED, 1, 2),
                rows(Stage.CHUNKED, 2, 3),
                rows(Stage.EMBEDDED, 2, 3)));
        StageReport report = new StageReports(pool).read(SINCE, NOW);
        assertThat(report.stages().get(1).fewerRows()).isEqualTo(1);
        assertThat(report.stages().get(1).samples()).containsExactly(trueId(1).toString());
        assertThat(report.stages().get(0).fewerRows()).isZero();
    }

    @Test
    void retrievals_overallByUserAndWhy() {
        intake.record(List.of(
                event(Stage.UPLOADED, 1, random(1), -100),
                retrieved(1, trueId(1), -50, false),
                event(Stage.UPLOADED, 2, trueId(2), -100),
                retrieved(2, trueId(2), -60, false),
                retrieved(2, trueId(2), -50, true)));
        Retrievals retrievals = new Retrievals(pool);
        assertThat(retrievals.overall(SINCE)).isEqualTo(new RetrievalCount(1, 2));
        assertThat(retrievals.byUser(SINCE, false, 1, Optional.empty()).items())
                .containsExactly(new Retrievals.OfUser("user-1", new RetrievalCount(0, 1)));
        assertThat(retrievals.byUser(SINCE, false, 1, Optional.of("user-1")).items())
                .containsExactly(new Retrievals.OfUser("user-2", new RetrievalCount(1, 1)));
        assertThat(retrievals.ofUser("user-2", SINCE)).isEqualTo(new RetrievalCount(1, 1));
        List<FailedRetrieval> failed =
                retrievals.failedOfUser("user-1", SINCE, 10, Optional.empty()).items();
        assertThat(failed).singleElement().satisfies(failure -> {
            assertThat(failure.document()).isEqualTo(trueId(1));
            assertThat(failure.reason(EnumSet.of(Stage.UPLOADED)))
                    .isEqualTo(new FailedRetrieval.Reason(FailedRetrieval.Code.ID_RANDOM, Stage.UPLOADED));
        });
        assertThat(retrievals
                        .failedOfUser("user-2", SINCE, 10, Optional.empty())
                        .items())
                .isEmpty();
    }

    @Test
    void attempts_areCountedByOutcome_andThoseOfOldPipelinesAsNotTold() {
        intake.record(List.of(
                event(Stage.UPLOADED, 1, trueId(1), 0),
                outcome(event(Stage.UPLOADED, 2, trueId(2), 0), Outcome.STORED, -1),
                outcome(event(Stage.UPLOADED, 3, trueId(3), 0), Outcome.SKIPPED, 700),
                outcome(event(Stage.UPLOADED, 4, trueId(4), 0), Outcome.SKIPPED, -1),
                outcome(event(Stage.UPLOADED, 5, trueId(5), 0), Outcome.SKIPPED, 0),
                outcome(event(Stage.UPLOADED, 6, trueId(6), 0), Outcome.FAILED, -1),
                retrieved(1, trueId(1), 0, true)));

        assertThat(List.of("attempts", "stored", "skipped", "failed", "not_told", "bytes_told", "avoided_bytes"))
                .extracting(column -> attempts(column, Stage.UPLOADED))
                .containsExactly("6", "1", "3", "1", "1", "2", "700");
        assertThat(database.value("SELECT count(DISTINCT stage) FROM truename.stage_attempt_hour"))
                .isEqualTo("1");
    }

    // A row that overflows would refuse every further event of its hour.
    @Test
    void attempts_ofHostileSize_doNotOverflow() {
        List<StageEvent> events = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            events.add(outcome(event(Stage.UPLOADED, i, trueId(i), 0), Outcome.SKIPPED, StageAttempt.MOST_BYTES));
        }
        intake.record(events);
        database.execute("UPDATE truename.stage_attempt_hour SET avoided_bytes = 9223372036854775807");
        for (int i = 3; i < 100; i++) {
            intake.record(
                    List.of(outcome(event(Stage.UPLOADED, i, trueId(i), 0), Outcome.SKIPPED, StageAttempt.MOST_BYTES)));
        }
        assertThat(attempts("avoided_bytes", Stage.UPLOADED))
                .isEqualTo(new BigInteger("5497558138880")
                        .multiply(BigInteger.valueOf(97))
                        .add(BigInteger.valueOf(Long.MAX_VALUE))
                        .toString());
    }

    // A stage that failed has not brought the document further, and must not hide that it is stuck.
    @Test
    void report_failedAttempt_isNoProgress() {
        intake.record(List.of(
                event(Stage.UPLOADED, 1, trueId(1), -3600),
                outcome(event(Stage.PARSED, 1, trueId(1), -3590), Outcome.FAILED, -1)));
        StageReport report = new StageReports(pool).read(SINCE, NOW);
        assertThat(report.stages())
                .singleElement()
                .satisfies(uploaded -> assertThat(uploaded.stage()).isEqualTo(Stage.UPLOADED));
        assertThat(database.value("SELECT count(*) FROM truename.stage_event")).isEqualTo("2");
    }

    // Nothing comes after an upload that was skipped, so that nothing is missing.
    @Test
    void report_skippedUpload_isNeitherMissingNorWaiting_andTakesNoTime() {
        List<StageEvent> events = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            events.add(event(Stage.UPLOADED, i, trueId(i), -3600));
            events.add(event(Stage.PARSED, i, trueId(i), -3590));
            events.add(outcome(event(Stage.UPLOADED, i, trueId(i), -7200), Outcome.SKIPPED, 10));
            events.add(outcome(event(Stage.UPLOADED, 100 + i, trueId(100 + i), -3600), Outcome.SKIPPED, 10));
        }
        events.add(outcome(event(Stage.UPLOADED, 200, random(200), -3600), Outcome.SKIPPED, 10));
        intake.record(events);
        StageReport report = new StageReports(pool).read(SINCE, NOW);
        assertThat(report.pairs()).singleElement().satisfies(pair -> {
            assertThat(pair.agree()).isEqualTo(40);
            assertThat(pair.missing()).isZero();
            assertThat(pair.waiting()).isZero();
        });
        assertThat(report.times())
                .singleElement()
                .satisfies(time -> assertThat(time.longest()).isEqualTo(Duration.ofSeconds(10)));
        // The id under which a stage looked for the result is still compared.
        assertThat(report.stages().get(0).wrong()).isEqualTo(1);
    }

    // Of a document cut into three, two chunks had their vectors already.
    @Test
    void report_skippedChunks_areNotFewerRows() {
        List<StageEvent> events = new ArrayList<>();
        events.add(rows(Stage.CHUNKED, 1, 3));
        for (int ordinal = 0; ordinal < 3; ordinal++) {
            StageEvent embedded = StageEvent.of(
                    new StageEventFields(
                            Stage.EMBEDDED,
                            trueId(1),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of((long) ordinal),
                            Optional.of(NOW.minusSeconds(7200)),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            StageAttempt.NOT_TOLD),
                    Namespace.DEFAULT,
                    NOW);
            events.add(ordinal == 0 ? embedded : outcome(embedded, Outcome.SKIPPED, -1));
        }
        intake.record(events);
        StageReport report = new StageReports(pool).read(SINCE, NOW);
        assertThat(report.stages().get(1).stage()).isEqualTo(Stage.EMBEDDED);
        assertThat(report.stages().get(1).fewerRows()).isZero();
    }

    @Test
    void retention_keepsAttempts_forTheLongestReport() {
        intake.record(List.of(event(Stage.UPLOADED, 1, trueId(1), 0)));
        database.execute("UPDATE truename.stage_attempt_hour SET hour = hour - interval '400 days'");
        new StageEventIntake(pool, Clock.fixed(NOW, ZoneOffset.UTC)).record(List.of());
        assertThat(attempts("attempts", Stage.UPLOADED)).isEqualTo("1");
        database.execute("UPDATE truename.stage_attempt_hour SET hour = hour - interval '3 days'");
        new StageEventIntake(pool, Clock.fixed(NOW, ZoneOffset.UTC)).record(List.of());
        assertThat(attempts("attempts", Stage.UPLOADED)).isEqualTo("0");
    }

    @Test
    void retention_deletesWhatIsTooOld() {
        intake.record(List.of(event(Stage.UPLOADED, 1, trueId(1), 0)));
        database.execute("UPDATE truename.stage_event SET received_at = received_at - interval '1000 days'");
        database.execute("UPDATE truename.stage_document SET first_at = first_at - interval '1000 days'");
        StageEventIntake next = new StageEventIntake(pool, Clock.fixed(NOW, ZoneOffset.UTC));
        next.record(List.of());
        assertThat(database.value("SELECT count(*) FROM truename.stage_event")).isEqualTo("0");
        assertThat(database.value("SELECT count(*) FROM truename.stage_document"))
                .isEqualTo("0");
    }

    /** Documents with inputs and without, under true, random and exchanged ids. */
    private static List<StageEvent> history() {
        List<StageEvent> events = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            DocumentId used = i % 2 == 0 ? trueId(i) : random(i);
            events.add(event(Stage.UPLOADED, i, used, i));
            events.add(withoutInputs(Stage.PARSED, used, 10 + i));
            events.add(withoutInputs(Stage.PARSED, used, 12 + i));
            events.add(rows(Stage.CHUNKED, i, 2));
            events.add(event(Stage.EMBEDDED, i, random(i + 10), 30));
            events.add(withoutInputs(Stage.EMBEDDED, random(i + 10), 30));
            events.add(retrieved(i, trueId(i), 40 + i, i % 3 == 0));
            events.add(withoutInputs(Stage.UPLOADED, random(100 + i), 1));
            events.add(outcome(event(Stage.UPLOADED, i, random(i + 20), 50 + i), Outcome.SKIPPED, 1_000L + i));
            events.add(outcome(event(Stage.PARSED, i, random(i + 20), 50), Outcome.FAILED, -1));
            // Of a document that nothing but skips is known of, under two ids at one time.
            events.add(outcome(event(Stage.CHUNKED, 50 + i, random(i + 30), 60), Outcome.SKIPPED, -1));
            events.add(outcome(event(Stage.CHUNKED, 50 + i, random(i + 40), 60), Outcome.SKIPPED, 7));
            events.add(outcome(withoutInputs(Stage.EMBEDDED, used, 3_000 * i), Outcome.STORED, -1));
        }
        return events;
    }

    private String state() {
        return database.value(
                "SELECT (SELECT string_agg(d::text, E'\\n' ORDER BY id) FROM truename.stage_document d) || E'\\n' ||"
                        + " (SELECT string_agg(used || ' ' || document, E'\\n' ORDER BY used) FROM truename.stage_alias) ||"
                        + " E'\\n' || (SELECT string_agg(h::text, E'\\n' ORDER BY hour, owner) FROM truename.retrieval_hour h)"
                        + " || E'\\n' || (SELECT string_agg(a::text, E'\\n' ORDER BY hour, stage) FROM (SELECT hour, stage,"
                        + " sum(attempts), sum(stored), sum(skipped), sum(failed), sum(not_told), sum(bytes_told),"
                        + " sum(avoided_bytes), sum(pages_told), sum(avoided_pages), sum(tokens_told), sum(avoided_tokens)"
                        + " FROM truename.stage_attempt_hour GROUP BY hour, stage) a)");
    }

    /** The event with an outcome, and with bytes that it avoided; -1 for none. */
    private static StageEvent outcome(StageEvent event, Outcome outcome, long bytes) {
        StageAttempt attempt = new StageAttempt(
                Optional.of(outcome),
                bytes < 0 ? Optional.empty() : Optional.of(bytes),
                Optional.empty(),
                Optional.empty());
        return attempted(event, UUID.nameUUIDFromBytes((event.key() + attempt.toString()).getBytes(UTF_8)), attempt);
    }

    private static StageEvent attempted(StageEvent event, UUID key, StageAttempt attempt) {
        return new StageEvent(
                key,
                event.stage(),
                event.used(),
                event.recipe(),
                event.user(),
                event.ofChunk(),
                event.chunkIdWrong(),
                event.at(),
                event.found(),
                event.seconds(),
                event.rows(),
                attempt);
    }

    /** Sum of a column over all rows of a stage. */
    private String attempts(String column, Stage stage) {
        return database.value("SELECT coalesce(sum(" + column + "), 0) FROM truename.stage_attempt_hour WHERE stage = '"
                + stage.word() + "'");
    }

    private static DocumentId trueId(int number) {
        return Namespace.DEFAULT.documentId(new DocumentName("user-" + number, hash(number)));
    }

    private static DocumentId random(int number) {
        return DocumentId.of(new UUID(0x4000L | (long) number << 32, 0x8000_0000_0000_0000L | number));
    }

    private static String hash(int number) {
        return String.format("%064x", number);
    }

    private static StageEvent event(Stage stage, int number, DocumentId used, int seconds) {
        return make(stage, used, number, seconds, Optional.empty(), Optional.empty());
    }

    private static StageEvent rows(Stage stage, int number, long rows) {
        return make(stage, trueId(number), number, -7200, Optional.empty(), Optional.of(rows));
    }

    private static StageEvent retrieved(int number, DocumentId used, int seconds, boolean found) {
        return make(Stage.RETRIEVED, used, number, seconds, Optional.of(found), Optional.empty());
    }

    private static StageEvent withoutInputs(Stage stage, DocumentId used, int seconds) {
        return make(stage, used, -1, seconds, Optional.empty(), Optional.empty());
    }

    private static StageEvent make(
            Stage stage, DocumentId used, int number, int seconds, Optional<Boolean> found, Optional<Long> rows) {
        boolean known = number >= 0;
        StageEventFields fields = new StageEventFields(
                stage,
                used,
                known ? Optional.of("user-" + number) : Optional.empty(),
                known ? Optional.of(hash(number)) : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(NOW.plusSeconds(seconds)),
                Optional.empty(),
                found,
                Optional.empty(),
                rows,
                StageAttempt.NOT_TOLD);
        return StageEvent.of(fields, Namespace.DEFAULT, NOW);
    }
}
