// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.truename.corpus.assess.ComputedHash;
import io.truename.corpus.mapping.MappingReader;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.corpus.fixture.CorpusDatabase;
import io.truename.postgres.corpus.schema.CorpusInspector;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Costs of hashes that the server computes, on tables whose sizes are known. */
class HashCostsIT {
    private TestDatabase test;
    private Database database;

    @BeforeEach
    void create() {
        test = CorpusDatabase.withOurTables(TestServer.Version.NEWEST);
        test.execute("""
                CREATE SCHEMA app;
                CREATE TABLE app.files (id uuid PRIMARY KEY, raw bytea);
                CREATE TABLE app.documents (id uuid PRIMARY KEY, owner text, hash text, content text, meta jsonb, file uuid);
                """);
        database = Database.of(DatabaseUrl.parse(test.url()), "test", 1);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private List<ComputedHash> costs(String hash) {
        String mapping = "documents: {table: app.documents, id: id, user: owner, contentHash: " + hash + "}";
        return database.with(session -> {
            CorpusSchema schema = CorpusInspector.inspect(session, MappingReader.read(mapping))
                    .schema()
                    .orElseThrow();
            return session.inTransaction(() -> HashCosts.read(session, schema));
        });
    }

    private ComputedHash cost(String hash) {
        List<ComputedHash> costs = costs(hash);
        assertThat(costs).hasSize(1);
        return costs.get(0);
    }

    @Test
    void smallTable_isCountedToTheByte_andItsTimeIsMeasured() {
        test.execute(
                "INSERT INTO app.documents SELECT gen_random_uuid(), 'o', CASE WHEN n <= 3 THEN 'h' END, repeat('ä', 50000),"
                        + " '{\"n\": 1}', NULL FROM generate_series(1, 10) n; INSERT INTO app.documents VALUES (gen_random_uuid(), 'o')");
        ComputedHash whole = cost("{sha256Of: content}");
        assertThat(whole.content()).isEqualTo("app.documents content");
        assertThat(whole.rows()).isEqualTo(10);
        assertThat(whole.bytes()).isEqualTo(1_000_000);
        assertThat(whole.estimated()).isFalse();
        assertThat(whole.sampledRows()).isPositive();
        assertThat(whole.seconds()).isPositive();
        assertThat(cost("{sha256Of: [content, meta]}").bytes()).isEqualTo(1_000_080);
    }

    /** A hash that is stored is not computed, and of another table's rows theirs are. */
    @Test
    void onlyContentThatIsReached_isCounted() {
        test.execute(
                "INSERT INTO app.documents SELECT gen_random_uuid(), 'o', CASE WHEN n <= 3 THEN 'h' END, repeat('x', 100)"
                        + " FROM generate_series(1, 10) n; INSERT INTO app.files SELECT gen_random_uuid(), '\\x0102' FROM generate_series(1, 7)");
        assertThat(cost("{firstOf: [hash, {sha256Of: content}]}").bytes()).isEqualTo(700);
        assertThat(cost("{from: app.files, where: {id: file}, take: {sha256Of: raw}}")
                        .bytes())
                .isEqualTo(14);
        assertThat(
                        costs(
                                "{firstOf: [{sha256Of: content}, {from: app.files, where: {id: file}, take: {sha256Of: raw}}]}"))
                .extracting(ComputedHash::content)
                .containsExactly("app.documents content", "app.files raw");
        assertThat(costs("hash")).isEmpty();
    }

    /** Documents that failed before their content was stored come first where they were written first. */
    @Test
    void rowsWithoutContent_areNotMeasured() {
        test.execute("INSERT INTO app.documents SELECT gen_random_uuid(), 'o', NULL, CASE WHEN n > 600 THEN 'x' END"
                + " FROM generate_series(1, 700) n");
        ComputedHash cost = cost("{sha256Of: content}");
        assertThat(cost.rows()).isEqualTo(100);
        assertThat(cost.sampledRows()).isEqualTo(100);
        assertThat(cost.seconds()).isPositive();
    }

    /** The length of JSON is known after it was read, and a few blocks of rows may have gigabytes of it out of line. */
    @Test
    void valuesThatMustBeReadForTheirLength_areSampled() {
        test.execute(
                "INSERT INTO app.documents SELECT gen_random_uuid(), 'o', NULL, 'content', '{\"n\": 1}' FROM generate_series(1, 60000) n");
        for (String hash :
                List.of("{sha256Of: meta}", "{firstOf: [{column: meta, path: $.hash}, {sha256Of: content}]}")) {
            ComputedHash about = cost(hash);
            assertThat(about.estimated()).as(hash).isTrue();
            assertThat(about.rows()).as(hash).isCloseTo(60_000L, Percentage.withPercentage(10));
            assertThat(about.bytes() / (double) about.rows()).as(hash).isCloseTo(7.5, within(0.6));
        }
    }

    @Test
    void emptyTable_takesNoTime() {
        ComputedHash none = cost("{sha256Of: content}");
        assertThat(none.rows()).isZero();
        assertThat(none.bytes()).isZero();
        assertThat(none.seconds()).isZero();
    }

    /** The last half has twice the bytes, so that blocks of the beginning alone would give too few. */
    @Test
    void largeTable_isEstimatedFromBlocksThatAreSpreadOverIt() {
        test.execute(
                "INSERT INTO app.documents SELECT gen_random_uuid(), 'o', NULL, repeat('x', CASE WHEN n <= 60000 THEN 200 ELSE 400 END)"
                        + " FROM generate_series(1, 120000) n");
        ComputedHash about = cost("{sha256Of: content}");
        assertThat(about.estimated()).isTrue();
        assertThat(about.rows()).isCloseTo(120_000L, Percentage.withPercentage(10));
        assertThat(about.bytes()).isCloseTo(36_000_000L, Percentage.withPercentage(10));
        assertThat(about.sampledRows()).isEqualTo(500);
        assertThat(about.seconds()).isGreaterThan(0).isCloseTo(0, within(600.0));
    }
}
