// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.optimisation;

import io.truename.costing.optimisation.Optimisation.Risk;
import io.truename.costing.optimisation.Optimisation.TerraformChange;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rules about volumes that are billed: logs, cache, messages. Costs are of a month. */
public final class VolumeRules {
    private static final BigDecimal DAYS_OF_A_MONTH = BigDecimal.valueOf(30);
    /** Pub/Sub bills each request as this many bytes at least. */
    private static final int SMALLEST_MESSAGE = 1000;

    private VolumeRules() {}

    /**
     * Logs of one kind.
     *
     * @param gibibytes ingested in a month, above the free amount
     * @param ingestionPrice of one
     * @param retentionPrice of one for a month longer than the included 30 days
     * @param retentionDays now
     * @param needed whether an alert, a metric or a runbook reads them
     */
    public record Logs(
            String name,
            BigDecimal gibibytes,
            BigDecimal ingestionPrice,
            BigDecimal retentionPrice,
            int retentionDays,
            boolean needed) {}

    /** Exclusion first, for it saves ingestion and retention; shorter retention, which saves little, beside it as an overlap. */
    public static List<Optimisation> logs(Logs facts, EvidenceWindow window) {
        List<Optimisation> found = new ArrayList<>();
        if (facts.gibibytes().signum() <= 0) {
            return found;
        }
        BigDecimal extra = BigDecimal.valueOf(Math.max(0, facts.retentionDays() - 30))
                .divide(DAYS_OF_A_MONTH, MathContext.DECIMAL64);
        BigDecimal retention =
                facts.gibibytes().multiply(facts.retentionPrice()).multiply(extra);
        BigDecimal ingestion = facts.gibibytes().multiply(facts.ingestionPrice());
        Set<String> scope = Set.of("logs/" + facts.name());
        if (!facts.needed()) {
            found.add(new Optimisation(
                    "log-exclusion/" + facts.name(),
                    "Exclude the logs " + facts.name(),
                    window.from(),
                    window.until(),
                    facts.gibibytes().toPlainString() + " GiB a month that no alert, metric or runbook reads",
                    ingestion,
                    ingestion.add(retention),
                    Risk.LOW,
                    "They are missing when somebody looks for a cause.",
                    TerraformChange.outside(
                            "google_logging_project_exclusion." + facts.name(), "the resource", "absent", "added"),
                    scope));
        }
        if (retention.signum() > 0) {
            found.add(new Optimisation(
                    "log-retention/" + facts.name(),
                    "Keep the logs " + facts.name() + " for 30 days",
                    window.from(),
                    window.until(),
                    "kept for " + facts.retentionDays() + " days; 30 are in the price of ingestion",
                    retention,
                    retention,
                    Risk.LOW,
                    "Nothing older than 30 days can be read.",
                    retention(facts),
                    scope));
        }
        return found;
    }

    /** Buckets that the installation makes keep lines for days that logs.tf says. */
    private static TerraformChange retention(Logs facts) {
        String days = String.valueOf(facts.retentionDays());
        return facts.name().equals("operations") || facts.name().equals("audit")
                ? new TerraformChange(
                        "module.observability.google_logging_project_bucket_config.bucket[\"" + facts.name() + "\"]",
                        "retention_days",
                        days,
                        "30")
                : TerraformChange.outside(
                        "google_logging_project_bucket_config." + facts.name(), "retention_days", days, "30");
    }

    /**
     * Cache.
     *
     * @param gibibytes of memory now
     * @param pricePerGibibyte of a month
     * @param peakUsed highest share of memory in use
     * @param evictions in the window
     */
    public record Cache(String name, int gibibytes, BigDecimal pricePerGibibyte, double peakUsed, long evictions) {}

    /** Smaller, to a third above the highest use, if nothing was evicted. */
    public static Optional<Optimisation> cache(Cache facts, EvidenceWindow window) {
        int enough = Math.max(1, (int) Math.ceil(facts.gibibytes() * facts.peakUsed() * 4 / 3));
        if (!window.longEnough() || facts.evictions() > 0 || enough >= facts.gibibytes()) {
            return Optional.empty();
        }
        BigDecimal saved = facts.pricePerGibibyte().multiply(BigDecimal.valueOf(facts.gibibytes() - (long) enough));
        return Optional.of(new Optimisation(
                "cache-size/" + facts.name(),
                "Make the cache " + facts.name() + " smaller",
                window.from(),
                window.until(),
                "at most " + Math.round(facts.peakUsed() * 100) + " % of " + facts.gibibytes()
                        + " GiB were in use, and nothing was evicted",
                saved,
                saved,
                Risk.LOW,
                "The cache is empty after the change, and fills again.",
                TerraformChange.outside(
                        "google_redis_instance." + facts.name(),
                        "memory_size_gb",
                        String.valueOf(facts.gibibytes()),
                        String.valueOf(enough)),
                Set.of("cache/" + facts.name())));
    }

    /**
     * Messages of a topic.
     *
     * @param requests publish requests in a month
     * @param meanBytes of a message
     * @param perRequest messages in a request now
     * @param pricePerTebibyte of publishing
     */
    public record Publishing(
            String topic, long requests, double meanBytes, double perRequest, BigDecimal pricePerTebibyte) {}

    /** Several messages in a request, if requests are smaller than the least that is billed. */
    public static Optional<Optimisation> batch(Publishing facts, EvidenceWindow window) {
        double bytes = facts.meanBytes() * facts.perRequest();
        if (!window.longEnough() || facts.requests() == 0 || !(bytes > 0) || bytes >= SMALLEST_MESSAGE) {
            return Optional.empty();
        }
        double billedForNothing = facts.requests() * (SMALLEST_MESSAGE - bytes) / Math.pow(2, 40);
        BigDecimal most = facts.pricePerTebibyte().multiply(BigDecimal.valueOf(billedForNothing));
        int batch = (int) Math.ceil(SMALLEST_MESSAGE / facts.meanBytes());
        return Optional.of(new Optimisation(
                "batch/" + facts.topic(),
                "Send messages to " + facts.topic() + " in batches of " + batch,
                window.from(),
                window.until(),
                "a request has " + Math.round(bytes) + " bytes, and " + SMALLEST_MESSAGE + " are billed",
                most.divide(BigDecimal.valueOf(2)),
                most,
                Risk.LOW,
                "Messages wait for the batch, for milliseconds.",
                TerraformChange.outside(
                        "publisher of topic " + facts.topic(),
                        "messages of a batch",
                        String.valueOf(Math.round(facts.perRequest())),
                        String.valueOf(batch)),
                Set.of("publish/" + facts.topic())));
    }
}
