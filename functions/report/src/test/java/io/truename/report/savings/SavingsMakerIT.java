// SPDX-License-Identifier: Apache-2.0
package io.truename.report.savings;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.catalog.Prices;
import io.truename.corpus.mapping.MappingReader;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SchemaMigrations;
import io.truename.postgres.corpus.schema.CorpusInspector;
import io.truename.postgres.reporting.PriceStore;
import io.truename.postgres.reporting.ReportStore;
import io.truename.postgres.reporting.ReportStore.Kind;
import io.truename.postgres.reporting.ReportStore.Order;
import io.truename.postgres.reporting.ReportStore.Stored;
import io.truename.report.making.ReportMaker.Next;
import io.truename.report.making.ReportMaker.Progress;
import io.truename.report.money.InstalledPrices;
import io.truename.reporting.Report;
import io.truename.reporting.ReportHtml;
import io.truename.reporting.Section;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Report of savings of a corpus, against plain SQL on the same rows. */
class SavingsMakerIT {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final String MAPPING =
            "documents: {table: docs.documents, id: id, user: owner, contentHash: hash%s}";

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
        ReportStore store = new ReportStore();
        Order order = new Order(
                Kind.SAVINGS, NOON.minus(Duration.ofDays(30)), NOON, options, Optional.empty(), Optional.empty());
        Stored stored = database.inTransaction(session -> {
            var id = store.begin(session, order, NOON);
            return store.find(session, id).orElseThrow();
        });
        SavingsMaker maker =
                new SavingsMaker(database, () -> schema(more), new PriceStore(), Clock.fixed(NOON, ZoneOffset.UTC));
        Progress progress = maker.prepare(stored);
        assertThat(progress.next()).isEqualTo(Next.MAKE);
        assertThat(progress.done()).isEqualTo(progress.parts()).isPositive();
        return maker.make(stored);
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
                .contains("storage", "avoided", "investment", "investmentPossible");
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
}
