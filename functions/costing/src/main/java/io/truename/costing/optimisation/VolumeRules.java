// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.optimisation;

import io.truename.costing.optimisation.Optimisation.Risk;
import io.truename.costing.optimisation.Optimisation.TerraformChange;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.Set;

/** Rules about volumes that are billed: logs, cache, messages. Costs are of a month. */
public final class VolumeRules {
    /** Bucket that every project has; lines that nothing excludes go there. */
    private static final String DEFAULT_BUCKET = "_Default";

    private static final int INCLUDED_DAYS = 30;
    /** Pub/Sub bills each request as this many bytes at least. */
    private static final int SMALLEST_MESSAGE = 1000;

    private VolumeRules() {}

    /**
     * Lines about one type of resource that a bucket takes.
     *
     * @param gibibytes of them in a month
     * @param low saved without them at least: their share of the bill, of which a part is free
     * @param high at most
     * @param needed whether an alert, a metric or a runbook reads them
     */
    public record Logs(
            String bucket, String resource, BigDecimal gibibytes, BigDecimal low, BigDecimal high, boolean needed) {}

    /** Without lines that nothing reads. It saves ingestion, fifty times as much as a month of retention. */
    public static Optional<Optimisation> exclusion(Logs facts, EvidenceWindow window) {
        if (!window.longEnough() || facts.needed() || facts.high().signum() <= 0) {
            return Optional.empty();
        }
        boolean ofTheProject = facts.bucket().equals(DEFAULT_BUCKET);
        return Optional.of(new Optimisation(
                "log-exclusion/" + facts.bucket() + "/" + facts.resource(),
                "Keep no lines about " + facts.resource() + " in the log bucket " + facts.bucket(),
                window.from(),
                window.until(),
                facts.gibibytes().setScale(1, RoundingMode.HALF_UP).toPlainString()
                        + " GiB a month that no alert, metric or runbook reads",
                facts.low(),
                facts.high(),
                Risk.LOW,
                "They are missing when somebody looks for a cause.",
                TerraformChange.outside(
                        ofTheProject
                                ? "google_logging_project_exclusion." + facts.resource()
                                : "sink of the log bucket " + facts.bucket(),
                        ofTheProject ? "filter" : "exclusions",
                        "absent",
                        "resource.type=\"" + facts.resource() + "\""),
                Set.of("logs/" + facts.bucket() + "/" + facts.resource())));
    }

    /** A bucket that the installation makes, with the bill for lines beyond the 30 days of the price of ingestion. */
    public record Retention(String bucket, int days, BigDecimal cost) {}

    /** For 30 days. */
    public static Optional<Optimisation> retention(Retention facts, EvidenceWindow window) {
        if (!window.longEnough()
                || facts.days() <= INCLUDED_DAYS
                || facts.cost().signum() <= 0) {
            return Optional.empty();
        }
        return Optional.of(new Optimisation(
                "log-retention/" + facts.bucket(),
                "Keep the log bucket " + facts.bucket() + " for " + INCLUDED_DAYS + " days",
                window.from(),
                window.until(),
                "kept for " + facts.days() + " days; " + INCLUDED_DAYS + " are in the price of ingestion",
                BigDecimal.ZERO,
                facts.cost(),
                Risk.LOW,
                "Nothing older than " + INCLUDED_DAYS + " days can be read.",
                new TerraformChange(
                        "module.observability.google_logging_project_bucket_config.bucket[\"" + facts.bucket() + "\"]",
                        "retention_days",
                        String.valueOf(facts.days()),
                        String.valueOf(INCLUDED_DAYS)),
                Set.of("logs/" + facts.bucket())));
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
