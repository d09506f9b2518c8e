// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.costing.savings.BigQueryLedger;
import io.truename.costing.savings.CountedLedger;
import io.truename.costing.savings.CountedLedger.Differing;
import io.truename.costing.savings.SavingsLedger;
import io.truename.costing.savings.SavingsLedger.Line;
import io.truename.postgres.Session;
import io.truename.postgres.reporting.ledger.LedgerCorpus.Document;
import io.truename.testkit.database.TestServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The query for BigQuery, run by PostgreSQL. Functions and types that only GoogleSQL has are made in the database; of the text, only the
 * quotes of names and of raw strings change. It does not show that BigQuery takes the query: nothing here can run BigQuery.
 */
class BigQueryLedgerIT {
    private static final String TABLE = "my-project.docs.documents";
    private static final String GOOGLE_SQL = """
            CREATE DOMAIN bignumeric AS numeric;
            CREATE DOMAIN string AS text;
            CREATE FUNCTION "if"(boolean, anycompatible, anycompatible) RETURNS anycompatible LANGUAGE sql IMMUTABLE
              AS 'SELECT CASE WHEN $1 THEN $2 ELSE $3 END';
            CREATE FUNCTION regexp_contains(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE
              AS 'SELECT $1 COLLATE "C" ~ $2';
            CREATE FUNCTION countif_step(bigint, boolean) RETURNS bigint LANGUAGE sql IMMUTABLE
              AS 'SELECT $1 + CASE WHEN $2 THEN 1 ELSE 0 END';
            CREATE AGGREGATE countif(boolean) (sfunc = countif_step, stype = bigint, initcond = '0');
            CREATE VIEW "%s" AS SELECT owner, hash, size FROM docs.documents
            """.formatted(TABLE);

    private static final String SQL = new BigQueryLedger(TABLE, "owner", "hash", "size")
            .exact()
            .replace('`', '"')
            .replace("r'^", "'^");

    private LedgerCorpus corpus;

    @AfterEach
    void close() {
        corpus.close();
    }

    private void corpus(List<Document> documents) {
        corpus = LedgerCorpus.of(TestServer.Version.NEWEST, "owner text, hash text, size bigint", GOOGLE_SQL);
        corpus.fill(documents, false);
    }

    private CountedLedger byBigQuery() {
        Iterator<Long> numbers = Stream.of(corpus.test.value(SQL).split("\t", -1))
                .map(Long::valueOf)
                .iterator();
        Line unique = new Line(numbers.next(), numbers.next());
        return new CountedLedger(
                new SavingsLedger(unique.documents(), unique, line(numbers), line(numbers)),
                true,
                line(numbers),
                line(numbers),
                numbers.next(),
                new Differing(numbers.next(), line(numbers)));
    }

    private static Line line(Iterator<Long> numbers) {
        return new Line(numbers.next(), numbers.next());
    }

    private CountedLedger byPostgres() {
        UUID report = UUID.randomUUID();
        LedgerStore store = new LedgerStore(corpus.documents(", bytes: size"));
        try (Session session = corpus.database.open()) {
            store.begin(session, report, 2, Instant.EPOCH);
            store.step(session, report, Clock.systemUTC(), Duration.ofMinutes(1));
            return store.ledger(session, report).orElseThrow();
        }
    }

    @ParameterizedTest
    @CsvSource({"1, false", "2, true", "3, true"})
    void exact_onAnyDocuments_equalsTheLedgerOfPostgres(long seed, boolean eitherCase) {
        List<Document> documents = LedgerCorpus.random(seed, 2_000, eitherCase);
        corpus(documents);
        CountedLedger ledger = byBigQuery();
        assertThat(ledger).isEqualTo(byPostgres()).isEqualTo(LedgerCorpus.expected(documents));
        assertThat(ledger.documents()).isEqualTo(documents.size());
        assertThat(ledger.withoutSize()).isPositive();
        assertThat(ledger.withoutOwner().documents()).isPositive();
    }

    @Test
    void exact_countsADocumentWithoutSize_whoseContentHasOne() {
        String known = "ab".repeat(32);
        String unknown = "cd".repeat(32);
        corpus(List.of(
                new Document("ann", known, 10L),
                new Document("ann", known, null),
                new Document("bob", known.toUpperCase(Locale.ROOT), -1L),
                new Document("ann", unknown, null)));
        CountedLedger ledger = byBigQuery();
        assertThat(ledger.ledger()).isEqualTo(new SavingsLedger(1, new Line(1, 10), new Line(1, 10), new Line(1, 10)));
        assertThat(ledger.withoutSize()).isEqualTo(1);
        assertThat(ledger).isEqualTo(byPostgres());
    }

    @Test
    void exact_ofNoDocuments_isEmpty() {
        corpus = LedgerCorpus.of(TestServer.Version.NEWEST, "owner text, hash text, size bigint", GOOGLE_SQL);
        assertThat(byBigQuery()).isEqualTo(CountedLedger.empty(true));
    }

    @Test
    void exact_ofSizesBeyondEveryBigint_doesNotOverflow() {
        String hash = "ef".repeat(32);
        corpus(List.of(
                new Document("ann", hash, Long.MAX_VALUE),
                new Document("ann", hash, Long.MAX_VALUE),
                new Document("ann", hash, Long.MAX_VALUE)));
        assertThat(corpus.test.value(SQL).split("\t", -1)[3]).isEqualTo("18446744073709551614");
    }
}
