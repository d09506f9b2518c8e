// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.tuning;

import io.truename.tuning.backtest.Backtest;
import io.truename.tuning.backtest.DayBootstrap;
import io.truename.tuning.backtest.Detection;
import io.truename.tuning.backtest.DetectionCurve;
import io.truename.tuning.backtest.Share;
import io.truename.tuning.candidate.Candidates;
import io.truename.tuning.candidate.FittedPolicy;
import io.truename.tuning.inject.IncidentKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Evidence as tables, in Markdown. The goals are those that tuned thresholds are published with. */
public final class EvidenceTables {
    private static final double MOST_FALSE_HOURS = 0.05;
    private static final double SHARE_FOUND = 0.99;
    private static final double LEAST_FEWER = 0.6;
    private static final double SHIPPED_FACTOR = 1.5;
    private static final double[] FACTORS = {1.2, 1.3, 1.4, SHIPPED_FACTOR, 1.75, 2};
    /** From the strictest on. */
    private static final double[] BUDGETS = {0.000_01, 0.000_1, 0.001, 0.01, 0.03};

    private static final double PERCENT = 100;

    private final TuneEvidence evidence;
    private final List<FittedPolicy> tuned;
    private boolean reached = true;

    public EvidenceTables(TuneEvidence evidence) {
        this.evidence = evidence;
        this.tuned = evidence.policies(Policies.named(Policies.USUAL));
    }

    /** Whether the tables that were made so far reach the goals. */
    public boolean goalsReached() {
        return reached;
    }

    /** False hours of each service and of all. */
    public String falseHours() {
        StringBuilder table = new StringBuilder("""
                | service | chosen | false hours | share | 95 % bound | false alarms a week |
                |---|---|---|---|---|---|
                """);
        List<Backtest> quiet = evidence.quiet(tuned);
        for (int service = 0; service < quiet.size(); service++) {
            row(table, Integer.toString(service + 1), tuned.get(service).candidate(), quiet.get(service));
        }
        Backtest all = quiet.stream().reduce(Backtest.NONE, Backtest::plus);
        row(table, "all", "", all);
        reached &= all.falseHours().upper() <= MOST_FALSE_HOURS;
        return table.append('\n').toString();
    }

    private static void row(StringBuilder table, String service, String chosen, Backtest counts) {
        Share hours = counts.falseHours();
        table.append(String.format(
                Locale.ROOT,
                "| %s | %s | %d of %d | %.1f %% | %.1f %% | %.1f |%n",
                service,
                chosen,
                hours.events(),
                hours.trials(),
                PERCENT * hours.value(),
                PERCENT * hours.upper(),
                counts.episodesPerWeek()));
    }

    /** Found incidents by kind and size, and the smallest size that is proven to be found. */
    public String detection() {
        StringBuilder table = new StringBuilder("| kind | tuned on | by chance |");
        TuneEvidence.SIZES.forEach(size -> table.append(" ").append(size).append(" |"));
        table.append(" found from size | of | periods to alarm |\n|---|---|---|")
                .append("---|".repeat(TuneEvidence.SIZES.size()))
                .append("---|---|---|\n");
        for (IncidentKind kind : IncidentKind.values()) {
            DetectionCurve curve = evidence.curve(tuned, kind);
            table.append("| ").append(kind).append(kind.heldBack() ? " | no |" : " | yes |");
            table.append(percent(evidence.byChance(tuned, kind)));
            for (Double size : TuneEvidence.SIZES) {
                Detection found = curve.bySize().get(size);
                table.append(found == null ? " |" : percent(found));
            }
            OptionalDouble smallest = curve.smallestFound(SHARE_FOUND);
            curve.bySize().forEach((size, found) -> {
                if (smallest.isPresent() && size == smallest.getAsDouble()) {
                    table.append(String.format(
                            Locale.ROOT,
                            " %s | %d | %.0f |%n",
                            size,
                            found.found().trials(),
                            found.medianPeriods()));
                }
            });
            table.append(smallest.isPresent() ? "" : " none | | |\n");
            reached &= smallest.isPresent() || !kind.hasSize();
        }
        return table.append('\n').toString();
    }

    /** One cause in three metrics of a service, the first in full, the others by half and a quarter, which have a policy each. */
    public String severalAtOnce() {
        SeveralMetrics several = evidence.several(Policies.named(Policies.USUAL));
        StringBuilder table = new StringBuilder("| kind on three metrics at once | by |");
        TuneEvidence.SIZES.forEach(size -> table.append(" ").append(size).append(" |"));
        table.append(" found from size |\n|---|---|")
                .append("---|".repeat(TuneEvidence.SIZES.size()))
                .append("---|\n");
        for (IncidentKind kind : SeveralMetrics.KINDS) {
            DetectionCurve any = several.byAny(kind);
            curve(table, kind, "any", any);
            curve(table, kind, "the first", several.byFirst(kind));
            reached &= any.smallestFound(SHARE_FOUND).isPresent();
        }
        return table.append('\n').toString();
    }

    private static void curve(StringBuilder table, IncidentKind kind, String by, DetectionCurve curve) {
        table.append("| ").append(kind).append(" | ").append(by).append(" |");
        curve.bySize().values().forEach(found -> table.append(percent(found)));
        OptionalDouble smallest = curve.smallestFound(SHARE_FOUND);
        table.append(smallest.isPresent() ? " " + smallest.getAsDouble() + " |\n" : " none |\n");
    }

    private static String percent(Detection detection) {
        return String.format(
                Locale.ROOT, " %.1f %% |", PERCENT * detection.found().value());
    }

    /** Typed thresholds beside tuned ones, and the false alarms of both at equal detection. */
    public String againstTyped() {
        StringBuilder table =
                new StringBuilder("| policy | incidents found | false hours | false alarms |\n|---|---|---|---|\n");
        for (double factor : FACTORS) {
            compared(table, "mean times " + factor + " for 10 min", evidence.typed(factor));
        }
        List<FittedPolicy> shipped = evidence.typed(SHIPPED_FACTOR);
        double toReach = found(shipped).value();
        List<FittedPolicy> equal = null;
        for (double budget : BUDGETS) {
            List<FittedPolicy> policies = evidence.policies(Candidates.latency(budget));
            compared(table, String.format(Locale.ROOT, "hourly maxima, budget %.3g %%", PERCENT * budget), policies);
            if (equal == null && found(policies).value() >= toReach) {
                equal = policies;
            }
        }
        compared(table, "tuned", tuned);
        if (equal == null) {
            reached = false;
            return table.append("\nNo budget finds as many incidents as the mean times 1.5.\n")
                    .toString();
        }
        long[] alarms = evidence.alarmsByDay(equal);
        long[] typed = evidence.alarmsByDay(shipped);
        DayBootstrap ratio = DayBootstrap.of(alarms, typed, 1);
        reached &= 1 - ratio.ratio() >= LEAST_FEWER;
        return table.append(String.format(
                        Locale.ROOT,
                        "%nAt the detection of the mean times 1.5 or better: %d false alarms instead of %d, %.0f %% fewer"
                                + " (95 %% interval over days: %.0f to %.0f %%).%n",
                        Arrays.stream(alarms).sum(),
                        Arrays.stream(typed).sum(),
                        PERCENT * (1 - ratio.ratio()),
                        PERCENT * (1 - ratio.high()),
                        PERCENT * (1 - ratio.low())))
                .toString();
    }

    private void compared(StringBuilder table, String name, List<FittedPolicy> policies) {
        Backtest quiet = evidence.quiet(policies).stream().reduce(Backtest.NONE, Backtest::plus);
        Share found = found(policies);
        table.append(String.format(
                Locale.ROOT,
                "| %s | %.1f %% of %d | %.1f %% | %d |%n",
                name,
                PERCENT * found.value(),
                found.trials(),
                PERCENT * quiet.falseHours().value(),
                quiet.falseEpisodes()));
    }

    /** Incidents of the kinds that latencies have, twice as large as usual and half of that. */
    private Share found(List<FittedPolicy> policies) {
        Share found = Share.NONE;
        for (IncidentKind kind :
                List.of(IncidentKind.STEP, IncidentKind.RAMP, IncidentKind.INTERMITTENT, IncidentKind.ONE_OF_THREE)) {
            found = found.plus(evidence.detection(policies, kind, 0.5).found());
            found = found.plus(evidence.detection(policies, kind, 1).found());
        }
        return found;
    }
}
