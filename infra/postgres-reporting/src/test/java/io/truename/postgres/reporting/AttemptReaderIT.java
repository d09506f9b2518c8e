// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.costing.savings.AvoidedWork;
import io.truename.costing.savings.AvoidedWork.Amount;
import io.truename.costing.savings.AvoidedWork.Step;
import io.truename.costing.savings.AvoidedWork.Unit;
import io.truename.costing.savings.RecordedWork;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SchemaMigrations;
import io.truename.testkit.database.TestServer;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttemptReaderIT {
    private static final Instant MONDAY = Instant.parse("2026-11-23T00:00:00Z");
    private static final Instant NEXT = MONDAY.plus(Duration.ofDays(7));
    private static final String COLUMNS = "(hour, stage, slot, attempts, stored, skipped, failed, not_told,"
            + " bytes_told, avoided_bytes, pages_told, avoided_pages, tokens_told, avoided_tokens)";

    private static void onServer(TestServer.Version version, Consumer<Database> work) {
        try (Database database = Database.of(
                DatabaseUrl.parse(TestServer.shared(version).database().url()), "test", 1)) {
            SchemaMigrations.run(database);
            work.accept(database);
        }
    }

    private static RecordedWork read(Database database, Instant from, Instant until) {
        return database.inTransaction(session -> new AttemptReader().read(session, from, until));
    }

    private static void execute(Database database, String sql) {
        database.with(session -> {
            session.execute(sql);
            return true;
        });
    }

    @ParameterizedTest
    @EnumSource(TestServer.Version.class)
    void window_hasItsWholeHours_ofAllSlots(TestServer.Version version) {
        onServer(version, database -> {
            execute(database, "INSERT INTO truename.stage_attempt_hour " + COLUMNS + """
                     VALUES
                      ('2026-11-22 23:00+00', 'uploaded', 0, 99, 99, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                      ('2026-11-23 00:00+00', 'uploaded', 0, 5, 2, 1, 1, 1, 1, 700, 0, 0, 0, 0),
                      ('2026-11-23 00:00+00', 'uploaded', 7, 3, 0, 3, 0, 0, 2, 9223372036854775807, 0, 0, 0, 0),
                      ('2026-11-29 23:00+00', 'uploaded', 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0),
                      ('2026-11-25 10:00+00', 'parsed', 3, 4, 0, 4, 0, 0, 1, 20, 3, 12, 0, 0),
                      ('2026-11-25 11:00+00', 'dreamt', 3, 4, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0),
                      ('2026-11-30 00:00+00', 'embedded', 0, 9, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0)""");

            RecordedWork work = read(database, MONDAY, NEXT);
            assertThat(work.steps())
                    .containsExactly(
                            new AvoidedWork(
                                    Step.UPLOAD,
                                    9,
                                    2,
                                    4,
                                    1,
                                    2,
                                    Map.of(
                                            Unit.BYTES,
                                            new Amount(
                                                    3,
                                                    BigInteger.valueOf(Long.MAX_VALUE)
                                                            .add(BigInteger.valueOf(700))))),
                            new AvoidedWork(
                                    Step.PARSE,
                                    4,
                                    0,
                                    4,
                                    0,
                                    0,
                                    Map.of(
                                            Unit.BYTES, new Amount(1, BigInteger.valueOf(20)),
                                            Unit.PAGES, new Amount(3, BigInteger.valueOf(12)))));
            assertThat(work.first()).contains(MONDAY);
            assertThat(work.last()).contains(NEXT.minus(Duration.ofHours(1)));
            // Two windows that meet have each hour once.
            Instant middle = MONDAY.plus(Duration.ofMinutes(90));
            assertThat(read(database, MONDAY, middle)
                            .find(Step.UPLOAD)
                            .orElseThrow()
                            .plus(read(database, middle, NEXT).find(Step.UPLOAD).orElseThrow()))
                    .isEqualTo(work.find(Step.UPLOAD).orElseThrow());
            assertThat(read(database, NEXT.plus(Duration.ofDays(1)), NEXT.plus(Duration.ofDays(2)))
                            .steps())
                    .isEmpty();
        });
    }

    // As many rows as a year keeps at most: a month must cost its own hours, and not the table.
    @ParameterizedTest
    @EnumSource(TestServer.Version.class)
    void largeTable_isReadByItsKey(TestServer.Version version) {
        onServer(version, database -> {
            execute(database, "INSERT INTO truename.stage_attempt_hour " + COLUMNS + """
                      SELECT hour, stage, slot, 4, 1, 1, 1, 1, 1, 10, 0, 0, 0, 0
                      FROM generate_series(timestamptz '2026-11-23 00:00+00' - interval '365 days', '2026-11-22 23:00+00', '1 hour') hour,
                           unnest(ARRAY['uploaded', 'parsed', 'chunked', 'embedded']) stage, generate_series(0, 15) slot;
                     ANALYZE truename.stage_attempt_hour""");

            RecordedWork work = read(database, MONDAY.minus(Duration.ofDays(30)), MONDAY);
            assertThat(work.steps()).hasSize(4).allSatisfy(step -> {
                assertThat(step.attempts()).isEqualTo(4 * 30 * 24 * 16);
                assertThat(step.reconciled()).isTrue();
            });
            List<String> plan = database.with(session -> session.list(
                    "EXPLAIN SELECT sum(attempts) FROM truename.stage_attempt_hour"
                            + " WHERE hour >= '2026-10-24 00:00+00' AND hour < '2026-11-23 00:00+00' GROUP BY stage",
                    row -> row.get(0, String.class)));
            assertThat(String.join("\n", plan)).contains("stage_attempt_hour_pkey");
        });
    }
}
