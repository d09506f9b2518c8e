// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog.cost;

import io.truename.catalog.AlertSpec;
import io.truename.catalog.Catalog;
import io.truename.catalog.MetricSpec;
import io.truename.catalog.Prices;
import io.truename.catalog.ScheduleSpec;
import io.truename.catalog.SloSpec;
import io.truename.catalog.SubscriptionSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Cost of a month of an installation, by resource. Pure: the same catalog, prices and rate give the same sheet.
 *
 * @param functions names of the deployed functions
 * @param requests requests to generate in a second, all month
 */
public record CostSheet(Set<String> functions, double requests, List<Line> lines) {
    private static final double HOURS = 730;
    private static final double SECONDS = HOURS * 3600;
    private static final double MINUTES = HOURS * 60;
    private static final double MIB = 1 << 20;
    private static final double GIB = 1 << 30;
    private static final double TIB = 1024 * GIB;
    private static final int BYTES_OF_A_NUMBER = 8;
    private static final int BYTES_OF_A_DISTRIBUTION = 80;
    private static final String GENERATE = "generate";
    /** Functions that read a corpus, so that they need a database and a secret each. */
    private static final Set<String> OF_A_CORPUS = Set.of("migrate", "probe", "tune");

    public CostSheet {
        functions = Set.copyOf(functions);
        lines = List.copyOf(lines);
    }

    /**
     * One resource.
     *
     * @param formula how the quantity follows from the catalog and the assumptions
     * @param quantity of the price's unit, the free part included
     * @param price name of the price
     * @param usd US dollars, the free part taken off
     */
    public record Line(String resource, String formula, double quantity, String price, String unit, double usd) {}

    /** Sheet of some functions of the catalog. */
    public static CostSheet of(Catalog catalog, Prices prices, Set<String> functions, double requests) {
        return new Estimate(catalog, prices, functions, requests).sheet();
    }

    /** Sum in US dollars. */
    public double total() {
        return lines.stream().mapToDouble(Line::usd).sum();
    }

    /** Working sheet: amounts that several lines share are computed once. */
    private static final class Estimate {
        private final Catalog catalog;
        private final Prices prices;
        private final Set<String> functions;
        private final double requests;
        private final boolean corpus;
        private final double pushes;
        private final List<Line> lines = new ArrayList<>();

        Estimate(Catalog catalog, Prices prices, Set<String> functions, double requests) {
            this.catalog = catalog;
            this.prices = prices;
            this.functions = new TreeSet<>(functions);
            this.requests = requests;
            this.corpus = functions.stream().anyMatch(OF_A_CORPUS::contains);
            this.pushes = schedules().stream()
                    .mapToDouble(schedule -> Cron.runsOfAMonth(schedule.cron()))
                    .sum();
        }

        CostSheet sheet() {
            run();
            messages();
            logs();
            metrics();
            alerts();
            add(
                    "Cloud Scheduler",
                    text("schedules of these functions: %d", schedules().size()),
                    schedules().size(),
                    "scheduler-jobs");
            add("Cloud Storage", text("%.1f GiB", usage("stored-gib")), usage("stored-gib"), "storage-bytes");
            if (corpus) {
                database();
            }
            return new CostSheet(functions, requests, lines);
        }

        private void run() {
            double events = corpus ? usage("events") * SECONDS : 0;
            double serving = Math.min(requests * usage("request-seconds"), instances()) * SECONDS;
            double steps = pushes * usage("step-seconds");
            double scans = corpus ? usage("scan-hours") * 3600 : 0;
            double others = steps + scans + events * usage("request-seconds");
            String formula = text(
                            "generate %.0f s in %.0f instance(s); schedules %.0f × %.1f s",
                            serving, instances(), pushes, usage("step-seconds"))
                    + (corpus
                            ? text(
                                    "; scans %.0f h; events %.0f × %.1f s",
                                    usage("scan-hours"), events, usage("request-seconds"))
                            : "");
            add(
                    "Cloud Run, requests",
                    text("%.0f to generate, %.0f pushes", requests * SECONDS, pushes + events),
                    requests * SECONDS + pushes + events,
                    "run-requests");
            add("Cloud Run, processor", "1 vCPU × (" + formula + ")", serving + others, "run-processor");
            double larger = corpus ? gib("probe") : gib(GENERATE);
            add(
                    "Cloud Run, memory",
                    text("the same, generate with %.1f GiB, the others with %.1f GiB", gib(GENERATE), larger),
                    serving * gib(GENERATE) + others * larger,
                    "run-memory");
        }

        private void messages() {
            double scheduled = 0;
            for (ScheduleSpec schedule : schedules()) {
                scheduled += Cron.runsOfAMonth(schedule.cron()) * (1 + readers(schedule.topic()));
            }
            double events = corpus ? usage("events") * SECONDS * (1 + readers("document-events")) : 0;
            add(
                    "Pub/Sub",
                    text(
                            "(schedules %.0f + stage events %.0f) publishes and deliveries × %.0f bytes",
                            scheduled, events, usage("event-bytes")),
                    (scheduled + events) * usage("event-bytes") / TIB,
                    "pubsub-bytes");
        }

        private void logs() {
            double events = corpus ? usage("events") * SECONDS : 0;
            double rate = requests <= usage("unsampled") ? requests : instances() * usage("sampled-lines");
            double sampled = rate * SECONDS * usage("log-line-bytes");
            double written = pushes * usage("log-line-bytes");
            double platform = (requests * SECONDS + pushes + events) * usage("request-log-bytes");
            add(
                    "Cloud Logging",
                    text(
                            "%.0f copies × (generate's lines %.2f GiB + lines of schedules %.2f GiB + Cloud Run's own entries %.2f GiB)",
                            usage("log-copies"), sampled / GIB, written / GIB, platform / GIB),
                    usage("log-copies") * (sampled + written + platform) / GIB,
                    "log-bytes");
        }

        private void metrics() {
            double numbers = 0;
            double distributions = 0;
            for (MetricSpec metric : catalog.metrics().values()) {
                if (isWritten(metric)) {
                    double series = Math.max(1, combinations(metric) * usage("series-in-use"));
                    if (metric.valueType() == MetricSpec.ValueType.DISTRIBUTION) {
                        distributions += series;
                    } else {
                        numbers += series;
                    }
                }
            }
            double points = MINUTES * usage("series-points");
            add(
                    "Cloud Monitoring, points",
                    text(
                            "(%.0f series of numbers × %d B + %.0f of distributions × %d B) × %.0f points",
                            numbers, BYTES_OF_A_NUMBER, distributions, BYTES_OF_A_DISTRIBUTION, points),
                    (numbers * BYTES_OF_A_NUMBER + distributions * BYTES_OF_A_DISTRIBUTION) * points / MIB,
                    "metric-bytes");
        }

        /** Terraform makes all policies, whichever functions there are. */
        private void alerts() {
            int ofAlerts = catalog.alerts().values().stream()
                    .map(AlertSpec::conditions)
                    .mapToInt(Map::size)
                    .sum();
            // Each tier has a condition for its long and one for its short window; the spent budget has one.
            int ofObjectives = catalog.slos().values().stream()
                    .map(SloSpec::tiers)
                    .mapToInt(tiers -> 2 * tiers.size() + 1)
                    .sum();
            double conditions = ofAlerts + ofObjectives;
            add(
                    "Alert policies, conditions",
                    text("alerts %d + objectives %d", ofAlerts, ofObjectives),
                    conditions,
                    "alert-conditions");
            add(
                    "Alert policies, series",
                    text(
                            "%.0f conditions × %.0f evaluations × %.0f series",
                            conditions, MINUTES * usage("evaluations"), usage("returned-series")),
                    conditions * MINUTES * usage("evaluations") * usage("returned-series"),
                    "alert-series");
        }

        private void database() {
            double copies = usage("sql-copies");
            add(
                    "Cloud SQL, processor",
                    text("%.0f vCPU × %.0f h × %.0f (standby)", usage("sql-vcpus"), HOURS, copies),
                    usage("sql-vcpus") * HOURS * copies,
                    "sql-processor");
            add(
                    "Cloud SQL, memory",
                    text("%.1f GiB × %.0f h × %.0f", usage("sql-gib"), HOURS, copies),
                    usage("sql-gib") * HOURS * copies,
                    "sql-memory");
            add(
                    "Cloud SQL, disk",
                    text("%.0f GiB × %.0f", usage("sql-disk-gib"), copies),
                    usage("sql-disk-gib") * copies,
                    "sql-disk");
            add("Cloud SQL, backups", text("%.0f GiB", usage("sql-backup-gib")), usage("sql-backup-gib"), "sql-backup");
            int secrets = (int) functions.stream().filter(OF_A_CORPUS::contains).count();
            add("Secret Manager", text("secrets of one version: %d", secrets), secrets, "secret-versions");
        }

        private List<ScheduleSpec> schedules() {
            return catalog.schedules().values().stream()
                    .filter(schedule -> readers(schedule.topic()) > 0)
                    .toList();
        }

        /** Subscriptions of a topic that push to one of the functions, and those that anybody pulls. */
        private long readers(String topic) {
            return catalog.subscriptions().values().stream()
                    .filter(subscription -> subscription.topic().equals(topic))
                    .filter(subscription -> subscription
                            .push()
                            .map(SubscriptionSpec.Push::function)
                            .map(functions::contains)
                            .orElse(true))
                    .count();
        }

        private boolean isWritten(MetricSpec metric) {
            if (metric.source() instanceof MetricSpec.Source.Log log) {
                return Objects.requireNonNull(catalog.events().get(log.event()), log.event()).functions().stream()
                                .anyMatch(functions::contains)
                        && (!metric.name().startsWith("generate/") || functions.contains(GENERATE));
            }
            return metric.source() instanceof MetricSpec.Source.Function function
                    && functions.contains(function.function());
        }

        private static double combinations(MetricSpec metric) {
            return metric.labels().values().stream()
                    .mapToDouble(label -> label.values().size())
                    .reduce(1, (all, values) -> all * values);
        }

        private double gib(String function) {
            return Objects.requireNonNull(catalog.functions().get(function), function)
                            .memoryMiB()
                    / 1024.0;
        }

        /** Instances of generate that the load keeps busy. */
        private double instances() {
            return Math.max(1, Math.ceil(requests * usage("request-processor") / usage("busy")));
        }

        private double usage(String name) {
            return prices.requireUsage(name);
        }

        private void add(String resource, String formula, double quantity, String name) {
            Prices.Price price = prices.requirePrice(name);
            lines.add(new Line(
                    resource,
                    formula,
                    quantity,
                    name,
                    price.unit(),
                    Math.max(0, quantity - price.free()) * price.usd()));
        }

        private static String text(String format, Object... values) {
            return String.format(Locale.ROOT, format.replaceAll("%(\\.\\d+)f", "%,$1f"), values);
        }
    }
}
