// SPDX-License-Identifier: Apache-2.0
package io.truename.report.money;

import io.truename.costing.cost.CostRow;
import io.truename.costing.cost.CostRow.BilledUsage;
import io.truename.costing.optimisation.EvidenceWindow;
import io.truename.costing.optimisation.InstanceRules;
import io.truename.costing.optimisation.Optimisation;
import io.truename.costing.optimisation.VolumeRules;
import io.truename.costing.price.Price;
import io.truename.costing.price.Usage;
import io.truename.history.BilledHistory.Cache;
import io.truename.history.BilledHistory.Logs;
import io.truename.history.BilledHistory.Server;
import io.truename.history.BilledHistory.Topic;
import io.truename.history.BilledHistory.Use;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Optimisations that the measured use of logs, caches, replicas and topics speaks for. Metrics say how much was used, and the bill says what it
 * cost: a rule without either is silent. Costs are of a month of 30 days.
 */
final class UseOptimisations {
    private static final double MONTH = Duration.ofDays(30).toSeconds();
    private static final double GIBIBYTE = 1L << 30;
    private static final String OURS = "truename-";

    /** Google keeps it for free, and nobody can change it. */
    private static final String REQUIRED_BUCKET = "_Required";

    /** Types of resources whose lines the runbooks of the installation read. */
    private static final Set<String> READ = Set.of("cloud_run_revision", "audited_resource");

    /** Days of the buckets that the installation makes, which logs.tf says; a test compares. */
    static final Map<String, Integer> DAYS = Map.of("operations", 30, "audit", 90);

    private static final Set<String> TEBIBYTE = Set.of("tebibyte", "TiBy");
    private static final Set<String> GIBIBYTES = Set.of("gibibyte", "GiBy");

    private final CostFacts facts;
    private final Use use;
    private final EvidenceWindow window;

    private UseOptimisations(CostFacts facts, Use use) {
        this.facts = facts;
        this.use = use;
        this.window = new EvidenceWindow(facts.from(), facts.until());
    }

    static List<Optimisation> of(CostFacts facts) {
        return facts.use().map(use -> new UseOptimisations(facts, use).all()).orElse(List.of());
    }

    private List<Optimisation> all() {
        List<Optimisation> found = new ArrayList<>();
        exclusions().forEach(found::add);
        retention().ifPresent(found::add);
        caches().forEach(found::add);
        replicas().forEach(found::add);
        batches().forEach(found::add);
        return found;
    }

    private Stream<Optimisation> exclusions() {
        Predicate<CostRow> ingestion =
                row -> of("cloud logging", row) && !name(row).contains("retention");
        BigDecimal billed = net(ingestion);
        double bytes = use.logs().stream()
                .filter(logs -> !logs.bucket().equals(REQUIRED_BUCKET))
                .mapToDouble(Logs::bytes)
                .sum();
        if (billed.signum() <= 0 || !(bytes > 0)) {
            return Stream.empty();
        }
        return use.logs().stream()
                .filter(logs -> !logs.bucket().equals(REQUIRED_BUCKET))
                .flatMap(logs -> {
                    BigDecimal low = billed.multiply(decimal(logs.bytes() / bytes), MathContext.DECIMAL64);
                    return VolumeRules.exclusion(
                            new VolumeRules.Logs(
                                    logs.bucket(),
                                    logs.resource(),
                                    gibibytes(logs.bytes() * ofAMonth()),
                                    low,
                                    low.max(billed.min(marginal(ingestion, bytes, logs.bytes()))),
                                    logs.bucket().startsWith(OURS) || READ.contains(logs.resource())),
                            window)
                            .stream();
                });
    }

    /** Marginal cost of a part: the free amount comes off last; 0 where no price is known. */
    private BigDecimal marginal(Predicate<CostRow> ingestion, double all, double part) {
        return facts.rows().stream()
                .filter(ingestion)
                .flatMap(row -> facts.prices().find(row.sku(), facts.day()).stream())
                .filter(price -> GIBIBYTES.contains(price.unit()))
                .findFirst()
                .map(price -> marginal(price, all, part))
                .orElse(BigDecimal.ZERO);
    }

    private BigDecimal marginal(Price price, double all, double part) {
        return price.marginal(
                new Usage(gibibytes(all * ofAMonth()), price.unit()),
                new Usage(gibibytes(part * ofAMonth()), price.unit()));
    }

    /** Of the only bucket of the installation that keeps lines for longer than is free. Other buckets may have a part of the cost. */
    private Optional<Optimisation> retention() {
        BigDecimal cost = net(row -> of("cloud logging", row) && name(row).contains("retention"));
        return DAYS.entrySet().stream()
                .filter(bucket -> use.logs().stream()
                        .anyMatch(logs -> logs.bucket().equals(OURS + bucket.getKey()) && logs.bytes() > 0))
                .flatMap(
                        bucket -> VolumeRules.retention(
                                new VolumeRules.Retention(bucket.getKey(), bucket.getValue(), cost), window)
                                .stream())
                .findFirst();
    }

    private Stream<Optimisation> caches() {
        BigDecimal billed = net(row -> of("memorystore", row));
        double bytes = use.caches().stream().mapToDouble(Cache::bytes).sum();
        if (billed.signum() <= 0 || !(bytes > 0)) {
            return Stream.empty();
        }
        BigDecimal each = billed.divide(gibibytes(bytes), MathContext.DECIMAL64);
        return use.caches().stream()
                .flatMap(cache -> VolumeRules.cache(
                        new VolumeRules.Cache(
                                cache.name(),
                                (int) Math.round(cache.bytes() / GIBIBYTE),
                                each,
                                cache.peakUsed(),
                                cache.evictions()),
                        window)
                        .stream());
    }

    /** The bill does not name servers: a replica costs its share of all processors, or less if the primary has a standby. */
    private Stream<Optimisation> replicas() {
        List<Server> primaries =
                use.servers().stream().filter(server -> !server.replica()).toList();
        List<Server> replicas = use.servers().stream().filter(Server::replica).toList();
        BigDecimal billed = net(row -> of("cloud sql", row));
        if (primaries.size() != 1 || billed.signum() <= 0) {
            // With several nobody knows which one a replica follows.
            return Stream.empty();
        }
        Server primary = primaries.get(0);
        double cores = use.servers().stream().mapToDouble(Server::cores).sum();
        double withStandby = primary.standby() ? cores + primary.cores() : cores;
        return replicas.stream()
                .flatMap(replica -> InstanceRules.replica(
                        new InstanceRules.Replica(
                                replica.name(),
                                primary.name(),
                                billed.multiply(decimal(replica.cores() / withStandby), MathContext.DECIMAL64),
                                billed.multiply(decimal(replica.cores() / cores), MathContext.DECIMAL64),
                                replica.transactions(),
                                primary.peakUsed(),
                                replica.peakUsed() * replica.cores() / primary.cores(),
                                !primary.standby() && replicas.size() == 1),
                        window)
                        .stream());
    }

    private Stream<Optimisation> batches() {
        BigDecimal billed = BigDecimal.ZERO;
        BigDecimal tebibytes = BigDecimal.ZERO;
        for (CostRow row : facts.rows()) {
            Optional<BilledUsage> usage = row.usage().filter(amount -> TEBIBYTE.contains(amount.unit()));
            if (of("pub/sub", row) && usage.isPresent() && row.net().signum() > 0) {
                billed = billed.add(row.net());
                tebibytes = tebibytes.add(usage.get().amount());
            }
        }
        if (tebibytes.signum() <= 0) {
            return Stream.empty();
        }
        BigDecimal each = billed.divide(tebibytes, MathContext.DECIMAL64);
        return use.topics().stream()
                .filter(topic -> topic.requests() > 0 && topic.messages() > 0)
                .flatMap(topic -> VolumeRules.batch(publishing(topic, each), window).stream());
    }

    private VolumeRules.Publishing publishing(Topic topic, BigDecimal each) {
        return new VolumeRules.Publishing(
                topic.name(),
                Math.round(topic.requests() * ofAMonth()),
                topic.bytes() / topic.messages(),
                (double) topic.messages() / topic.requests(),
                each);
    }

    private BigDecimal net(Predicate<CostRow> part) {
        return facts.rows().stream()
                .filter(part)
                .map(CostRow::net)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .multiply(decimal(ofAMonth()), MathContext.DECIMAL64);
    }

    private double ofAMonth() {
        return MONTH / Duration.between(facts.from(), facts.until()).toSeconds();
    }

    private static BigDecimal gibibytes(double bytes) {
        return decimal(bytes / GIBIBYTE);
    }

    private static BigDecimal decimal(double number) {
        return BigDecimal.valueOf(number);
    }

    private static boolean of(String service, CostRow row) {
        return row.service().toLowerCase(Locale.ROOT).contains(service);
    }

    private static String name(CostRow row) {
        return row.skuName().toLowerCase(Locale.ROOT);
    }
}
