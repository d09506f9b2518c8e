// SPDX-License-Identifier: Apache-2.0
package io.truename.billing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.costing.cost.CostRow;
import io.truename.costing.cost.CostRowReader;
import io.truename.costing.json.JsonFields;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Billed costs of a time from a billing export in BigQuery, over {@code jobs.query}: one row for each hour, SKU, project, region and set of
 * labels. BigQuery adds costs and credits as BIGNUMERIC, credits in a query of their own for each row, and writes them as text: no cost
 * counts twice, and none is rounded.
 */
public final class BigQueryCosts {
    private static final String ROOT = "https://bigquery.googleapis.com/";
    private static final String API = "BigQuery API";
    private static final int PAGE = 10_000;
    private static final int MOST_WAITS = 6;
    private static final Duration ONE_WAIT = Duration.ofSeconds(10);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Columns by the names that {@link CostRowReader} takes of flat rows. */
    private static final String QUERY = """
            SELECT billing_account_id, service.description AS service_description, sku.id AS sku_id,
              sku.description AS sku_description, FORMAT_TIMESTAMP('%FT%TZ', usage_start_time) AS usage_start_time,
              FORMAT_TIMESTAMP('%FT%TZ', usage_end_time) AS usage_end_time, project.id AS project_id,
              location.region AS location_region, TO_JSON_STRING(labels) AS labels,
              CAST(SUM(CAST(cost AS BIGNUMERIC)) AS STRING) AS cost,
              CAST(SUM(IFNULL((SELECT SUM(CAST(credit.amount AS BIGNUMERIC)) FROM UNNEST(credits) AS credit), 0)) AS STRING)
                AS credits,
              currency, CAST(SUM(CAST(usage.amount_in_pricing_units AS BIGNUMERIC)) AS STRING) AS usage_amount_in_pricing_units,
              usage.pricing_unit AS usage_pricing_unit, cost_type
            FROM %s
            WHERE usage_start_time >= @from AND usage_start_time < @until
            GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 14, 15
            """;

    private final String jobs;
    private final BillingTable table;
    private final GoogleApi api = new GoogleApi(
            API,
            "roles/bigquery.jobUser in its project and roles/bigquery.dataViewer on the dataset",
            Duration.ofSeconds(30));

    /**
     * Makes a reader, and asks nothing.
     *
     * @param project in which queries run, and that pays for them
     * @param root of a server other than Google's, which is asked without a token; ends with a slash
     */
    public BigQueryCosts(String project, BillingTable table, Optional<String> root) {
        this.jobs = root.orElse(ROOT) + "bigquery/v2/projects/" + URLEncoder.encode(project, StandardCharsets.UTF_8)
                + "/queries";
        this.table = table;
    }

    /**
     * Reads the rows whose usage begins in a time, until exclusive, while {@code taker} wants more.
     *
     * @throws BillingException if any page cannot be read, or the query takes longer than a minute
     */
    public void read(Instant from, Instant until, Predicate<CostRow> taker) {
        Map<String, @Nullable Object> page = finished(api.post(URI.create(jobs), request(from, until)));
        List<String> names = names(page);
        Set<String> seen = new HashSet<>();
        Optional<URI> next;
        do {
            boolean more = rows(page, names).stream().allMatch(taker);
            next = more ? next(page, seen) : Optional.empty();
            if (next.isPresent()) {
                page = api.get(next.get());
            }
        } while (next.isPresent());
    }

    private static List<String> names(Map<String, @Nullable Object> page) {
        return readable(() -> JsonFields.of(page).object("schema").objects("fields").stream()
                .map(field -> field.requireText("name"))
                .toList());
    }

    private Optional<URI> next(Map<String, @Nullable Object> page, Set<String> seen) {
        Optional<String> token = readable(() -> JsonFields.of(page).text("pageToken"));
        if (token.isPresent() && !seen.add(token.get())) {
            throw new BillingException("The " + API + " does not come to an end. Try again.");
        }
        return token.map(text -> results(page, "&pageToken=" + encoded(text)));
    }

    private static <T> T readable(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException unreadable) {
            throw new BillingException(
                    "An answer of the " + API + " could not be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private Map<String, ?> request(Instant from, Instant until) {
        return Map.of(
                "query",
                QUERY.replace("%s", table.quoted()),
                "useLegacySql",
                false,
                "maxResults",
                PAGE,
                "timeoutMs",
                ONE_WAIT.toMillis(),
                "parameterMode",
                "NAMED",
                "queryParameters",
                List.of(parameter("from", from), parameter("until", until)));
    }

    private static Map<String, ?> parameter(String name, Instant time) {
        return Map.of(
                "name",
                name,
                "parameterType",
                Map.of("type", "TIMESTAMP"),
                "parameterValue",
                Map.of("value", time.toString()));
    }

    private Map<String, @Nullable Object> finished(Map<String, @Nullable Object> begun) {
        Map<String, @Nullable Object> answer = begun;
        for (int waits = 0; !Boolean.TRUE.equals(answer.get("jobComplete")); waits++) {
            if (waits == MOST_WAITS) {
                throw new BillingException("The query took longer than a minute. Ask for a shorter time.");
            }
            answer = api.get(results(answer, "&timeoutMs=" + ONE_WAIT.toMillis()));
        }
        return answer;
    }

    private URI results(Map<String, @Nullable Object> page, String more) {
        JsonFields job = readable(() -> JsonFields.of(page).object("jobReference"));
        return URI.create(jobs + "/" + encoded(readable(() -> job.requireText("jobId"))) + "?maxResults=" + PAGE
                + job.text("location")
                        .map(location -> "&location=" + encoded(location))
                        .orElse("")
                + more);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private List<CostRow> rows(Map<String, @Nullable Object> page, List<String> names) {
        return readable(() -> JsonFields.of(page).objects("rows").stream()
                .map(row -> row(row.objects("f"), names))
                .toList());
    }

    private CostRow row(List<JsonFields> cells, List<String> names) {
        Map<String, Object> fields = new HashMap<>();
        for (int at = 0; at < Math.min(cells.size(), names.size()); at++) {
            String name = names.get(at);
            cells.get(at).text("v").ifPresent(value -> fields.put(name, value));
        }
        fields.computeIfPresent("labels", (name, json) -> labels(json.toString()));
        if (table.detailed()) {
            fields.put("resource", Map.of());
        }
        return CostRowReader.read(fields);
    }

    private static List<?> labels(String json) {
        try {
            List<?> labels = MAPPER.readValue(json, ArrayList.class);
            return labels == null ? List.of() : labels;
        } catch (JsonProcessingException noList) {
            throw new IllegalArgumentException("labels: is no JSON array; query the export's own table", noList);
        }
    }
}
