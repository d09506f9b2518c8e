// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.costing.cost.CostRow;
import io.truename.costing.cost.CostRow.BilledUsage;
import io.truename.postgres.Session;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Store of billed costs in {@code truename.cost_row}. Rows of a billing export have no key: two equal rows are two costs. So what is
 * replaced is an hour of a billing account: {@link CostImport} replaces the hours that it has rows of, and the same file twice, or a
 * corrected day, counts once.
 */
public final class CostStore {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TypeReference<Map<String, String>> LABELS = new TypeReference<>() {};

    /**
     * Rows that are asked for.
     *
     * @param until exclusive; of the begin of usage
     * @param account empty for all
     * @param labels keys that the answer tells apart; others are left out
     */
    public record Question(Instant from, Instant until, Optional<String> account, List<String> labels) {
        public Question {
            labels = List.copyOf(labels);
        }
    }

    /**
     * Extent of the imported rows of a time.
     *
     * @param newest end of the latest usage
     * @param importedAt time of the latest import of its rows
     */
    public record Known(long rows, Instant newest, Instant importedAt) {}

    /**
     * Sums of rows that differ in numbers and times only: each as one row, from the begin of the first usage to the end of the last. The
     * database adds, exactly; their number does not grow with the number of rows.
     */
    public List<CostRow> sums(Session session, Question question) {
        return session.list(
                "SELECT export, account, service, sku, sku_name, min(from_at) AS from_at, max(until_at) AS until_at, project,"
                        + " region, kept::text AS labels, sum(cost) AS cost, sum(credits) AS credits, currency,"
                        + " sum(usage_amount) AS usage_amount, usage_unit, type FROM (SELECT *,"
                        + " COALESCE((SELECT jsonb_object_agg(label.key, label.value) FROM jsonb_each_text(labels) AS label"
                        + " WHERE label.key = ANY ($4)), '{}') AS kept FROM truename.cost_row"
                        + " WHERE from_at >= $1 AND from_at < $2 AND ($3 = '' OR account = $3)) AS cost_row"
                        + " GROUP BY export, account, service, sku, sku_name, project, region, kept, currency, usage_unit, type"
                        + " ORDER BY export, account, service, sku, sku_name, project, region, kept, currency, usage_unit, type",
                CostStore::row,
                Times.at(question.from()),
                Times.at(question.until()),
                question.account().orElse(""),
                question.labels().toArray(String[]::new));
    }

    /**
     * Use of a service that never stops: cost of processors and memory by the hour, before credits. Rows that have a credit are left out: a
     * commitment may pay for them already.
     *
     * @param floor cost of the hour with the least; 0 if an hour of the time has none
     * @param mean of all hours of the time
     */
    public record Steady(String service, BigDecimal floor, BigDecimal mean) {}

    /**
     * The steady use of services, of rows of one hour at most; without those of which no such row is known.
     *
     * @param until a whole number of hours after {@code from}; in less than one, nothing is steady
     */
    public List<Steady> steady(Session session, Instant from, Instant until, Collection<String> services) {
        long hours = Duration.between(from, until).toHours();
        if (hours < 1) {
            return List.of();
        }
        return session.list(
                "SELECT service, CASE WHEN count(*) >= $4 THEN min(cost) ELSE 0 END::numeric AS floor, sum(cost) / $4 AS mean FROM"
                        + " (SELECT service, hour, sum(cost) AS cost FROM truename.cost_row WHERE from_at >= $1 AND from_at < $2"
                        + " AND service = ANY ($3) AND type = 'USAGE' AND credits = 0 AND until_at <= hour + interval '1 hour'"
                        + " AND sku_name ~* '\\m(v?cpu|ram|memory)\\M' GROUP BY service, hour) AS each"
                        + " GROUP BY service ORDER BY service",
                row -> new Steady(
                        row.text("service"), row.get("floor", BigDecimal.class), row.get("mean", BigDecimal.class)),
                Times.at(from),
                Times.at(until),
                services.toArray(String[]::new),
                hours);
    }

    /** How much is known of a time; empty without a row. */
    public Optional<Known> known(Session session, Instant from, Instant until) {
        return Optional.of(session.one(
                        "SELECT count(*) AS rows, COALESCE(max(until_at), $1) AS newest, COALESCE(max(imported_at), $1) AS"
                                + " imported_at FROM truename.cost_row JOIN truename.cost_import ON id = import"
                                + " WHERE from_at >= $1 AND from_at < $2",
                        row -> new Known(row.number("rows"), Times.of(row, "newest"), Times.of(row, "imported_at")),
                        Times.at(from),
                        Times.at(until)))
                .filter(known -> known.rows() > 0);
    }

    private static CostRow row(Session.Fields row) {
        return new CostRow(
                CostRow.Export.valueOf(row.text("export")),
                row.text("account"),
                row.text("service"),
                row.text("sku"),
                row.text("sku_name"),
                Times.of(row, "from_at"),
                Times.of(row, "until_at"),
                row.text("project"),
                row.text("region"),
                labels(row.text("labels")),
                row.get("cost", BigDecimal.class),
                row.get("credits", BigDecimal.class),
                row.text("currency"),
                row.find("usage_amount", BigDecimal.class)
                        .map(amount -> new BilledUsage(amount, row.text("usage_unit"))),
                CostRow.Type.valueOf(row.text("type")));
    }

    private static Map<String, String> labels(String json) {
        try {
            return MAPPER.readValue(json, LABELS);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static String json(Map<String, String> labels) {
        try {
            return MAPPER.writeValueAsString(labels);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
