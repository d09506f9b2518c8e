// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting;

import io.truename.costing.optimisation.Optimisation;
import io.truename.costing.optimisation.Optimisation.Risk;
import io.truename.costing.optimisation.Optimisation.TerraformChange;
import io.truename.postgres.Session;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Store of recommendations: the optimisations that a report proposed, and when a person carried one out. */
public final class RecommendationStore {
    /**
     * A recommendation.
     *
     * @param appliedAt empty while nobody said that it was carried out
     */
    public record Recommendation(
            UUID report, Optimisation optimisation, String currency, Instant proposedAt, Optional<Instant> appliedAt) {}

    /** Keeps the proposals of a report, in its order. A report that is made again replaces its own. To be called in a transaction. */
    public void keep(Session session, UUID report, List<Optimisation> ranked, String currency, Instant now) {
        session.update("DELETE FROM truename.recommendation WHERE report = $1", report);
        for (int place = 0; place < ranked.size(); place++) {
            insert(session, report, place, ranked.get(place), currency, now);
        }
    }

    private static void insert(
            Session session, UUID report, int place, Optimisation each, String currency, Instant now) {
        session.update(
                "INSERT INTO truename.recommendation (report, place, key, title, evidence_from, evidence_until, evidence, low,"
                        + " high, currency, risk, risk_reason, address, argument, before_value, after_value, scopes, proposed_at)"
                        + " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
                report,
                place,
                each.key(),
                each.title(),
                Times.at(each.evidenceFrom()),
                Times.at(each.evidenceUntil()),
                each.evidence(),
                each.low(),
                each.high(),
                currency,
                each.risk().name(),
                each.riskReason(),
                each.change().address(),
                each.change().argument(),
                each.change().before(),
                each.change().after(),
                each.scopes().stream().sorted().toArray(String[]::new),
                Times.at(now));
    }

    /** Says that a recommendation was carried out; whether there is an open one. The newest of its key counts. */
    public boolean applied(Session session, String key, Instant at) {
        return session.update(
                        "UPDATE truename.recommendation SET applied_at = $2 WHERE key = $1 AND applied_at IS NULL"
                                + " AND proposed_at = (SELECT max(proposed_at) FROM truename.recommendation WHERE key = $1)",
                        key,
                        Times.at(at))
                > 0;
    }

    /** Those of a time, until exclusive, by key: of each key the one that was carried out, or else the newest. */
    public List<Recommendation> proposed(Session session, Instant from, Instant until) {
        return session.list(
                "SELECT DISTINCT ON (key) * FROM truename.recommendation WHERE proposed_at >= $1 AND proposed_at < $2"
                        + " ORDER BY key, applied_at IS NULL, proposed_at DESC, report",
                RecommendationStore::recommendation,
                Times.at(from),
                Times.at(until));
    }

    private static Recommendation recommendation(Session.Fields row) {
        return new Recommendation(
                row.get("report", UUID.class),
                new Optimisation(
                        row.text("key"),
                        row.text("title"),
                        Times.of(row, "evidence_from"),
                        Times.of(row, "evidence_until"),
                        row.text("evidence"),
                        row.get("low", BigDecimal.class),
                        row.get("high", BigDecimal.class),
                        Risk.valueOf(row.text("risk")),
                        row.text("risk_reason"),
                        new TerraformChange(
                                row.text("address"),
                                row.text("argument"),
                                row.text("before_value"),
                                row.text("after_value")),
                        Set.of(row.get("scopes", String[].class))),
                row.text("currency"),
                Times.of(row, "proposed_at"),
                row.find("applied_at", OffsetDateTime.class).map(OffsetDateTime::toInstant));
    }
}
