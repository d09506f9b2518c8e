// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.corpus.fixture.CorpusDatabase;
import io.truename.probing.health.HealthChecks;
import io.truename.probing.health.HealthReport;
import io.truename.probing.score.HealthScore;
import io.truename.probing.score.PartFormulas;
import io.truename.probing.score.PartScore;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HealthHistoryIT {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    private static HealthReport report(Instant at, List<PartScore> parts) {
        return HealthReport.of(at, HealthScore.of(parts), List.of(HealthChecks.connections(1, 100)), Optional.empty());
    }

    private static void keep(Database database, HealthReport report) {
        database.inTransaction(session -> {
            HealthHistory.keep(session, report);
            return true;
        });
    }

    @ParameterizedTest
    @EnumSource
    void history_isBounded_andKeepsTheStatesOfTheNewest(TestServer.Version version) {
        TestDatabase test = CorpusDatabase.withOurTables(version);
        try (Database database = Database.of(DatabaseUrl.parse(test.url()), "test", 2)) {
            assertThat(database.with(HealthHistory::last)).isEmpty();
            keep(database, report(NOON, List.of()));
            HealthReport newest = report(NOON.plusSeconds(900), List.of(PartFormulas.database(Map.of())));
            test.execute("INSERT INTO truename.health_report (at, coverage, names, states) SELECT now(), 0, '{}', '{}'"
                    + " FROM generate_series(1, " + (HealthHistory.MOST - 1) + ")");
            keep(database, newest);

            assertThat(test.value("SELECT count(*) FROM truename.health_report"))
                    .isEqualTo(String.valueOf(HealthHistory.MOST));
            assertThat(database.with(HealthHistory::last)).contains(newest.states());
            List<HealthHistory.Point> trend = database.with(session -> HealthHistory.trend(session, 2));
            assertThat(trend).hasSize(2);
            assertThat(trend.get(0).score()).isEmpty();
            assertThat(trend.get(1).score()).hasValue(100);
            assertThat(trend.get(1).at()).isEqualTo(newest.at());
        }
    }

    @ParameterizedTest
    @EnumSource
    void run_isScoredByItsStateAndItsQuarantine(TestServer.Version version) {
        TestDatabase test = CorpusDatabase.withOurTables(version);
        try (Database database = Database.of(DatabaseUrl.parse(test.url()), "test", 2)) {
            assertThat(database.with(RunScore::read)).isInstanceOf(PartScore.Unknown.class);
            test.execute("INSERT INTO truename.run (id, state, settings, mapping, documents_planned)"
                    + " VALUES (gen_random_uuid(), 'PAUSED', '{}', '', 100);"
                    + "INSERT INTO truename.document_map (run, doc, rank, old_id, new_id, rows, chunks, state)"
                    + " SELECT 1, n, 0, gen_random_uuid(), gen_random_uuid(), 1, 0, CASE n WHEN 1 THEN 4 ELSE 0 END"
                    + " FROM generate_series(1, 2) n; UPDATE truename.run SET documents_planned = 100");
            assertThat(database.with(RunScore::read))
                    .isEqualTo(PartFormulas.migration(PartFormulas.RunCondition.PAUSED, 100, 1));
            test.execute("UPDATE truename.run SET state = 'FAILED'");
            assertThat(((PartScore.Known) database.with(RunScore::read)).breached())
                    .isTrue();
        }
    }
}
