// SPDX-License-Identifier: Apache-2.0
package io.truename.report.savings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.truename.catalog.Prices;
import io.truename.corpus.mapping.MappingReader;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.costing.price.Price;
import io.truename.costing.savings.SavingsMoney;
import io.truename.identity.ContentHashAlgorithm;
import io.truename.identity.DocumentId;
import io.truename.identity.Namespace;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SchemaMigrations;
import io.truename.postgres.corpus.schema.CorpusInspector;
import io.truename.postgres.probing.stage.StageEventIntake;
import io.truename.postgres.reporting.PriceStore;
import io.truename.postgres.reporting.ReportStore;
import io.truename.postgres.reporting.ReportStore.Claimed;
import io.truename.postgres.reporting.ReportStore.Kind;
import io.truename.postgres.reporting.ReportStore.Order;
import io.truename.postgres.reporting.ReportStore.Stored;
import io.truename.probing.stage.Stage;
import io.truename.probing.stage.StageAttempt;
import io.truename.probing.stage.StageAttempt.Outcome;
import io.truename.probing.stage.StageEvent;
import io.truename.probing.stage.StageEventFields;
import io.truename.report.making.ReportMaker;
import io.truename.report.making.ReportMaker.Next;
import io.truename.report.making.ReportMaker.Progress;
import io.truename.report.making.Snapshots;
import io.truename.report.money.InstalledPrices;
import io.truename.reporting.Report;
import io.truename.reporting.ReportHtml;
import io.truename.reporting.ReportJson;
import io.truename.reporting.Section;
import io.truename.reporting.Value;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Report of savings of a corpus, against plain SQL on the same rows.
 *
 * <p>Long, because its sections are made of one corpus, and of events that each test records.
 */
class SavingsMakerIT {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final String MAPPING =
            "documents: {table: docs.documents, id: id, user: owner, contentHash: hash%s}";

    private static final List<Stage> STAGES = List.of(Stage.UPLOADED, Stage.PARSED, Stage.CHUNKED, Stage.EMBEDDED);
    private static final List<Optional<Outcome>> OUTCOMES = List.of(
            Optional.of(Outcome.STORED), Optional.of(Outcome.SKIPPED), Optional.of(Outcome.FAILED), Optional.empty());

    private final Map<UUID, byte[]> kept = new HashMap<>();
    private final Snapshots snapshots = new Snapshots() {
        @Override
        public byte[] keep(UUID report, byte[] json) {
            kept.put(report, json);
            return json;
        }

        @Override
        public Optional<byte[]> find(UUID report) {
            return Optional.ofNullable(kept.get(report));
        }
    };
    private TestDatabase test;
    private Database database;

    @BeforeEach
    void fill() {
        test = TestServer.shared(TestServer.Version.NEWEST).database();
        database = Database.of(DatabaseUrl.parse(test.url()), "test", 3);
        SchemaMigrations.run(database);
        // 3000 documents of about 900 contents and 50 owners; each content with one size.
        test.execute("""
                CREATE SCHEMA docs;
                CREATE TABLE docs.documents (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), owner text, hash text, size bigint);
                INSERT INTO docs.documents (owner, hash, size)
                SELECT 'user-' || (i * 7 % 50), encode(sha256(c::text::bytea), 'hex'), 1000 + c * 13
                FROM generate_series(1, 3000) i, LATERAL (SELECT i % 37 * (i % 29) AS c) content;
                INSERT INTO docs.documents (owner, hash, size) VALUES ('user-1', NULL, 5);
                ANALYZE docs.documents;
                """);
        database.inTransaction(session -> {
            new PriceStore().install(session, InstalledPrices.of(Prices.installed()));
            return true;
        });
    }

    @AfterEach
    void close() {
        database.close();
    }

    private CorpusSchema schema(String more) {
        return database.with(session -> CorpusInspector.inspect(session, MappingReader.read(MAPPING.formatted(more)))
                        .schema())
                .orElseThrow();
    }

    private Report report(String more, String options) {
        return report(more, options, NOON.minus(Duration.ofDays(30)));
    }

    private Report report(String more, String options, Instant from) {
        return report(more, options, from, NOON);
    }

    private Report report(String more, String options, Instant from, Instant until) {
        return made(begun(new Order(Kind.SAVINGS, from, until, options, Optional.empty(), Optional.empty())), more);
    }

    private Stored begun(Order order) {
        ReportStore store = new ReportStore();
        return database.inTransaction(session -> {
            UUID id = store.begin(session, order, NOON);
            return store.find(session, id).orElseThrow();
        });
    }

    private SavingsMaker maker(String more) {
        return new SavingsMaker(
                database, () -> schema(more), new PriceStore(), snapshots, Clock.fixed(NOON, ZoneOffset.UTC));
    }

    private Report made(Stored stored, String more) {
        SavingsMaker maker = maker(more);
        Progress progress = maker.prepare(stored);
        assertThat(progress.next()).isEqualTo(Next.MAKE);
        assertThat(progress.done()).isEqualTo(progress.parts()).isPositive();
        Report made = maker.make(stored);
        snapshots.keep(stored.id(), ReportJson.render(made).getBytes(StandardCharsets.UTF_8));
        database.inTransaction(session -> {
            ReportStore store = new ReportStore();
            Claimed claimed = store.claim(session, stored.id(), NOON).orElseThrow();
            return store.made(session, claimed, made.title(), made.lead(), NOON);
        });
        return made;
    }

    private void finishedRun(Instant started) {
        database.inTransaction(session -> {
            session.update(
                    "INSERT INTO truename.run (id, state, settings, mapping, started_at, ended_at)"
                            + " VALUES (gen_random_uuid(), 'FINISHED', '{}', '', $1, $1)",
                    started.atOffset(ZoneOffset.UTC));
            return true;
        });
    }

    @Test
    void ledger_afterAMigration_standsBesideThatOfTheReportBefore() {
        finishedRun(NOON.minusSeconds(3600));
        assertThat(report(", bytes: size", "{}").find("beforeAndAfter").orElseThrow())
                .isInstanceOf(Section.Prose.class);
        report(", bytes: size", "{}", NOON.minusSeconds(86_400), NOON.minusSeconds(7200));
        String before = sql("n - k");
        test.execute(
                "DELETE FROM docs.documents a USING docs.documents b WHERE a.owner = b.owner AND a.hash = b.hash AND a.id > b.id");

        Section.Table both = (Section.Table)
                report(", bytes: size", "{}").find("beforeAndAfter").orElseThrow();

        assertThat(both.rows()).hasSize(4);
        assertThat(both.rows().get(1))
                .extracting(Value::forPeople)
                .startsWith("Duplicates of the same owner (realisable)", before, "0")
                .last()
                .isEqualTo("0 B");
        assertThat(column(both, 1).get(0)).isEqualTo(column(both, 2).get(0));
    }

    private static List<String> column(Section.Table table, int column) {
        return table.rows().stream().map(row -> row.get(column).forPeople()).toList();
    }

    private String sql(String sum) {
        return String.format(
                "%,d",
                Long.parseLong(test.value("SELECT coalesce(sum(" + sum
                        + "), 0) FROM (SELECT hash, max(size) AS size, count(*) AS n,"
                        + " count(DISTINCT owner) AS k FROM docs.documents WHERE hash IS NOT NULL GROUP BY hash) c")));
    }

    @Test
    void ledger_isThatOfPlainSql_andAddsUp() {
        Report report = report(", bytes: size", "{\"replicas\":1,\"shrinkable\":true,\"months\":12}");

        Section.Table ledger = (Section.Table) report.find("ledger").orElseThrow();
        assertThat(column(ledger, 1)).containsExactly(sql("1"), sql("n - k"), sql("k - 1"), sql("n"));
        Section.Figures besides = (Section.Figures) report.find("besides").orElseThrow();
        assertThat(besides.figures().get(0).value().forPeople()).isEqualTo("1");
        assertThat(besides.figures().get(4).value().forPeople()).isEqualTo("3,001");
        assertThat(report.sections())
                .extracting(Section::key)
                .contains("storage", "attempts", "avoided", "investment", "investmentPossible");
        assertThat(column(table(report, "attempts"), 1)).containsOnly("no data");
        assertThat(column(table(report, "moneySums"), 1)).containsExactly("0.00 USD", "no data", "0.00 USD");
        assertThat(report.lead()).contains("documents, ", " are duplicates of the same owner");
        assertThat(ReportHtml.render(report)).contains("perform-storage-shrink");
    }

    @Test
    void ledger_withoutSizes_countsDocuments_andSaysThatBytesAreNoData() {
        Report report = report("", "{}");
        Section.Table ledger = (Section.Table) report.find("ledger").orElseThrow();
        assertThat(column(ledger, 1)).containsExactly(sql("1"), sql("n - k"), sql("k - 1"), sql("n"));
        assertThat(report.lead()).contains("bytes are no data");
    }

    // Events go through probe's intake, doubled and in another order; the same events lie in a table that SQL counts by
    // itself.
    @Test
    void avoidedWork_isThatOfTheEvents_asPlainSqlCountsThem() {
        Random random = new Random(11);
        List<StageEvent> events = new ArrayList<>();
        test.execute("CREATE TABLE docs.events (at timestamptz, stage text, outcome text, bytes bigint, units bigint)");
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 600; i++) {
            // From before the window of the report until its end: some events are of other hours.
            Instant at = NOON.minus(Duration.ofMinutes(random.nextInt(30 * 60)));
            StageEvent event = event(i, at, random);
            events.add(event);
            StageAttempt attempt = event.attempt();
            rows.append(rows.isEmpty() ? "" : ",")
                    .append(String.format(
                            "('%s', '%s', %s, %s, %s)",
                            at,
                            event.stage().word(),
                            attempt.outcome()
                                    .map(outcome -> "'" + outcome.word() + "'")
                                    .orElse("NULL"),
                            attempt.avoidedBytes().map(String::valueOf).orElse("NULL"),
                            attempt.avoidedPages()
                                    .or(attempt::avoidedTokens)
                                    .map(String::valueOf)
                                    .orElse("NULL")));
        }
        test.execute("INSERT INTO docs.events VALUES " + rows);
        events.addAll(List.copyOf(events));
        Collections.shuffle(events, random);
        StageEventIntake intake = new StageEventIntake(database, Clock.fixed(NOON, ZoneOffset.UTC));
        for (int at = 0; at < events.size(); at += 100) {
            intake.record(events.subList(at, at + 100));
        }
        database.inTransaction(session -> {
            new PriceStore()
                    .add(
                            session,
                            List.of(Price.flat(
                                    SavingsMoney.TOKENS, "token", "0.00000015", LocalDate.of(2026, 11, 27), "list")));
            return true;
        });

        Instant from = NOON.minus(Duration.ofHours(24)).truncatedTo(ChronoUnit.HOURS);
        Report report = report(", bytes: size", "{}", from);

        Section.Table attempts = table(report, "attempts");
        for (int row = 0; row < STAGES.size(); row++) {
            String of = " FROM docs.events WHERE at >= '" + from + "' AND stage = '"
                    + STAGES.get(row).word() + "'";
            assertThat(attempts.rows().get(row).subList(1, 7).stream().map(Value::forPeople))
                    .containsExactly(
                            test.value("SELECT count(*)" + of),
                            test.value("SELECT count(*)" + of + " AND outcome = 'stored'"),
                            test.value("SELECT count(*)" + of + " AND outcome = 'skipped'"),
                            test.value("SELECT count(*)" + of + " AND outcome = 'failed'"),
                            test.value("SELECT count(*)" + of + " AND outcome IS NULL"),
                            "0");
        }
        Section.Figures avoided = (Section.Figures) report.find("avoided").orElseThrow();
        assertThat(amount(avoided, "uploadAvoidedBytes")).isEqualTo(avoidedSql("bytes", "uploaded", from));
        assertThat(amount(avoided, "parseAvoidedPages")).isEqualTo(avoidedSql("units", "parsed", from));
        assertThat(amount(avoided, "embedAvoidedTokens")).isEqualTo(avoidedSql("units", "embedded", from));
        assertThat(amount(avoided, "chunkAvoidedBytes")).isEqualTo(avoidedSql("bytes", "chunked", from));

        List<Value> line = table(report, "moneyLines").rows().stream()
                .filter(row -> row.get(1).forPeople().equals("avoided"))
                .findFirst()
                .orElseThrow();
        // A day's tokens, scaled to 30 days.
        assertThat(((Value.Money) line.get(3)).amount().doubleValue())
                .isCloseTo(avoidedSql("units", "embedded", from) * 0.00000015 * 30, within(1e-9));
        assertThat(line.get(5).forPeople()).isEqualTo("2026-11-27");
        assertThat(column(table(report, "moneySums"), 1)).startsWith("0.00 USD").endsWith("0.00 USD");
        assertThat(((Section.Prose) report.find("unpriced").orElseThrow()).paragraphs())
                .satisfiesExactly(
                        bytes -> assertThat(bytes).contains("uploaded-bytes"),
                        pages -> assertThat(pages).contains("parsed-pages"));
    }

    @Test
    void eventsThatComeLate_areCounted_andTheAmendedReportHasThem() {
        Instant from = NOON.minus(Duration.ofHours(24)).truncatedTo(ChronoUnit.HOURS);
        StageEventIntake intake = new StageEventIntake(database, Clock.fixed(NOON, ZoneOffset.UTC));
        Random random = new Random(12);
        intake.record(events(0, 40, from, random));
        Order order = new Order(Kind.SAVINGS, from, NOON, "{}", Optional.empty(), Optional.empty());
        Stored first = begun(order);
        Report made = made(first, ", bytes: size");
        assertThat(made.find("amended")).isEmpty();
        assertThat(maker(", bytes: size").late(first, made)).contains(new ReportMaker.Late(40, 0));

        intake.record(events(40, 3, from, random));
        // Of another window.
        intake.record(events(43, 5, from.minus(Duration.ofHours(2)), random));
        // A duplicate is no late event.
        intake.record(events(0, 40, from, new Random(12)));
        assertThat(maker(", bytes: size").late(first, made)).contains(new ReportMaker.Late(43, 3));

        Stored second = begun(new Order(Kind.SAVINGS, from, NOON, "{}", Optional.empty(), Optional.of(first.id())));
        Report amended = made(second, ", bytes: size");
        assertThat(((Section.Prose) amended.find("amended").orElseThrow())
                        .paragraphs()
                        .get(0))
                .contains("It replaces report " + first.id());
        assertThat(amended.sections().get(0).key()).isEqualTo("amended");
        assertThat(maker(", bytes: size").late(second, amended)).contains(new ReportMaker.Late(43, 0));
        assertThat(amended.find("ledger")).isEqualTo(made.find("ledger"));
    }

    private static List<StageEvent> events(int number, int count, Instant at, Random random) {
        List<StageEvent> events = new ArrayList<>();
        for (int i = number; i < number + count; i++) {
            events.add(event(i, at.plusSeconds(60), random));
        }
        return events;
    }

    private double avoidedSql(String column, String stage, Instant from) {
        return Double.parseDouble(test.value(
                "SELECT sum(" + column + ") FROM docs.events WHERE at >= '" + from + "' AND stage = '" + stage + "'"));
    }

    private static double amount(Section.Figures figures, String key) {
        return figures.figures().stream()
                .filter(figure -> figure.key().equals(key))
                .map(figure -> ((Value.Quantity) figure.value()).amount())
                .findFirst()
                .orElseThrow();
    }

    private static Section.Table table(Report report, String key) {
        return (Section.Table) report.find(key).orElseThrow();
    }

    private static StageEvent event(int number, Instant at, Random random) {
        Stage stage = STAGES.get(random.nextInt(STAGES.size()));
        Optional<Outcome> outcome = OUTCOMES.get(random.nextInt(OUTCOMES.size()));
        boolean skipped = outcome.filter(Outcome.SKIPPED::equals).isPresent();
        Optional<Long> bytes =
                skipped && random.nextBoolean() ? Optional.of((long) random.nextInt(1_000_000)) : Optional.empty();
        Optional<Long> units = skipped ? Optional.of((long) random.nextInt(10_000)) : Optional.empty();
        StageAttempt attempt = new StageAttempt(
                outcome,
                bytes,
                stage == Stage.PARSED ? units : Optional.empty(),
                stage == Stage.EMBEDDED ? units : Optional.empty());
        StageEventFields fields = new StageEventFields(
                stage,
                DocumentId.of(new UUID(0x4000L | (long) number << 32, 0x8000_0000_0000_0000L | number)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(at),
                Optional.of("e" + number),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                attempt);
        assertThat(fields.check(NOON, ContentHashAlgorithm.SHA_256)).isEmpty();
        return StageEvent.of(fields, Namespace.DEFAULT, NOON);
    }
}
