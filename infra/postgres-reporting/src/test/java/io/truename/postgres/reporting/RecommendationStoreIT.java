// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.costing.optimisation.Optimisation;
import io.truename.costing.optimisation.Optimisation.Risk;
import io.truename.costing.optimisation.Optimisation.TerraformChange;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SchemaMigrations;
import io.truename.postgres.reporting.RecommendationStore.Recommendation;
import io.truename.testkit.database.TestServer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecommendationStoreIT {
    private static final Instant MONDAY = Instant.parse("2026-11-23T09:00:00Z");
    private static final Instant NEXT = MONDAY.plus(Duration.ofDays(7));

    private final RecommendationStore store = new RecommendationStore();
    private Database database;

    @AfterEach
    void close() {
        database.close();
    }

    private static Optimisation optimisation(String key, String high) {
        return new Optimisation(
                key,
                "Keep no instance waiting",
                MONDAY.minus(Duration.ofDays(14)),
                MONDAY,
                "12 % of hours had traffic",
                new BigDecimal("1.5"),
                new BigDecimal(high),
                Risk.LOW,
                "Slower after a pause.",
                new TerraformChange("var.functions[\"generate\"]", "min", "1", "0"),
                Set.of("idle/generate", "usage/Cloud Run"));
    }

    private void keep(UUID report, Instant at, Optimisation... ranked) {
        database.inTransaction(session -> {
            store.keep(session, report, List.of(ranked), "USD", at);
            return true;
        });
    }

    private List<Recommendation> until(Instant until) {
        return database.with(session -> store.proposed(session, MONDAY, until));
    }

    @ParameterizedTest
    @EnumSource
    void recommendation_isFollowed_byItsNewestReport(TestServer.Version version) {
        database = Database.of(
                DatabaseUrl.parse(TestServer.shared(version).database().url()), "test", 2);
        SchemaMigrations.run(database);
        UUID first = UUID.randomUUID();
        keep(first, MONDAY, optimisation("a", "9"), optimisation("b", "8"));
        // The report is made again after a kill.
        keep(first, MONDAY, optimisation("a", "10"));
        keep(UUID.randomUUID(), NEXT, optimisation("a", "11"));

        assertThat(until(NEXT)).extracting(Recommendation::optimisation).containsExactly(optimisation("a", "10"));
        assertThat(until(NEXT.plusSeconds(1)))
                .extracting(Recommendation::optimisation)
                .containsExactly(optimisation("a", "11"));
        assertThat(database.<Boolean>inTransaction(session -> store.applied(session, "a", NEXT.plusSeconds(60))))
                .isTrue();
        assertThat(database.<Boolean>inTransaction(session -> store.applied(session, "a", NEXT.plusSeconds(90))))
                .isFalse();
        assertThat(until(NEXT.plusSeconds(1)).get(0).appliedAt()).contains(NEXT.plusSeconds(60));
        assertThat(until(NEXT).get(0).appliedAt()).isEmpty();
    }
}
