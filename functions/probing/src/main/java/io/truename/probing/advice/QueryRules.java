// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.advice;

import static io.truename.probing.advice.Figures.count;
import static io.truename.probing.advice.Figures.millis;
import static io.truename.probing.advice.Figures.percent;

import io.truename.probing.finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rules on statements. A statement gets one advice: look-ups by id first, then those that grew, then slow ones. */
final class QueryRules {
    private static final double LOOKUP_MILLIS = 5;
    private static final double GROWN_MILLIS = 5;
    private static final double GROWN = 2;
    private static final double SLOW_MILLIS = 500;
    private static final double SHARED_MILLIS = 20;
    private static final double SHARE = 0.30;
    private static final long CALLS = 20;
    private static final long SLOW_CALLS = 5;
    /** The version that plans a statement without its values. */
    private static final int GENERIC_PLANS = 160_000;

    private static final Pattern VALUE = Pattern.compile("\\$(\\d{1,4})");

    private QueryRules() {}

    static List<Advice> advise(DatabaseReading now, Optional<DatabaseReading.Counters> before) {
        Map<Long, QueryFacts> earlier = before.map(DatabaseReading.Counters::queries).orElse(List.of()).stream()
                .collect(Collectors.toMap(QueryFacts::id, Function.identity(), (one, other) -> one));
        double all = now.queries().stream().mapToDouble(QueryFacts::millis).sum();
        List<Advice> advice = new ArrayList<>();
        for (QueryFacts query : now.queries()) {
            Optional<QueryFacts> old = Optional.ofNullable(earlier.get(query.id()));
            Optional<QueryFacts> since = old.map(query::since).filter(added -> added.calls() >= CALLS);
            advise(now.server().version(), query, since.orElse(query), since.flatMap(enough -> old), all)
                    .ifPresent(advice::add);
        }
        return advice;
    }

    /** {@code old} are the statistics that {@code recent} was compared with; empty if there are no others. */
    private static Optional<Advice> advise(
            int version, QueryFacts query, QueryFacts recent, Optional<QueryFacts> old, double all) {
        if (query.idLookup() && recent.calls() >= CALLS && recent.mean() >= LOOKUP_MILLIS) {
            return Optional.of(advice(
                    AdviceRule.QUERY_ID_LOOKUP,
                    Severity.HIGH,
                    version,
                    query,
                    average(recent) + " for a look-up by id.",
                    "Shows whether an index finds the row. If a Seq Scan is in it, an index is missing or invalid; if"
                            + " the plan is an Index Scan, the pages are not in memory."));
        }
        if (old.isPresent()
                && old.get().calls() >= CALLS
                && recent.mean() >= GROWN_MILLIS
                && recent.mean() >= GROWN * old.get().mean()) {
            return Optional.of(advice(
                    AdviceRule.QUERY_GROWN,
                    Severity.MEDIUM,
                    version,
                    query,
                    average(recent) + "; before that " + millis(old.get().mean()) + ".",
                    "Shows the present plan. A Seq Scan on a growing table or an estimate of one row tells why."));
        }
        double share = all <= 0 ? 0 : query.millis() / all;
        boolean slow = recent.calls() >= SLOW_CALLS && recent.mean() >= SLOW_MILLIS;
        boolean heavy = recent.calls() >= CALLS && recent.mean() >= SHARED_MILLIS && share >= SHARE;
        if (slow || heavy) {
            return Optional.of(advice(
                    AdviceRule.QUERY_SLOW,
                    slow ? Severity.MEDIUM : Severity.LOW,
                    version,
                    query,
                    average(recent) + ", " + percent(share) + " of the time of all statements.",
                    "Shows where the time goes; the plan tells which index or which rewriting helps."));
        }
        return Optional.empty();
    }

    private static String average(QueryFacts recent) {
        return millis(recent.mean()) + " on average over " + count(recent.calls()) + " calls, "
                + count(recent.blocksRead() / Math.max(1, recent.calls())) + " blocks read from disk for each";
    }

    private static Advice advice(
            AdviceRule rule, Severity severity, int version, QueryFacts query, String seen, String effect) {
        return new Advice(rule, severity, query.text(), seen, explain(version, query), effect);
    }

    private static String explain(int version, QueryFacts query) {
        if (query.shownBy().isPresent()) {
            return query.shownBy().get();
        }
        if (version >= GENERIC_PLANS) {
            return "EXPLAIN (GENERIC_PLAN) " + query.text() + ";";
        }
        long values = VALUE.matcher(query.text())
                .results()
                .mapToLong(value -> Long.parseLong(value.group(1)))
                .max()
                .orElse(0);
        return values == 0
                ? "EXPLAIN " + query.text() + ";"
                : "SET plan_cache_mode = force_generic_plan; PREPARE advised AS " + query.text()
                        + "; EXPLAIN EXECUTE advised("
                        + Stream.generate(() -> "NULL").limit(values).collect(Collectors.joining(", "))
                        + "); DEALLOCATE advised; RESET plan_cache_mode;";
    }
}
