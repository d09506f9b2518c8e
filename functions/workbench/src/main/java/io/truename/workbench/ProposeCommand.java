// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import io.truename.tuning.candidate.Side;
import io.truename.tuning.candidate.Tier;
import io.truename.tuning.inject.SyntheticLatency;
import io.truename.tuning.proposal.AlertShape;
import io.truename.tuning.proposal.ThresholdProposal;
import io.truename.tuning.proposal.TierEvidence;
import io.truename.tuning.proposal.Tuner;
import io.truename.tuning.proposal.TuningLimits;
import io.truename.tuning.series.MetricSeries;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.LongStream;

/** Command {@code propose}: thresholds for an alert on a service that does not exist, and the time that the proposal takes. */
final class ProposeCommand implements Command {
    private static final long MONDAY = 1_767_571_200_000L;
    private static final long MINUTE = 60_000;
    private static final int DAYS = 30;
    private static final double TYPED = 120;
    private static final double NANOS = 1e9;

    @Override
    public String summary() {
        return "thresholds proposed for synthetic latencies of minutes; --seed N --days N";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        CommandOptions options = CommandOptions.of(arguments, Set.of("--seed", "--days"));
        MetricSeries past = new SyntheticLatency(options.longNumber("--seed", 1), MONDAY, MINUTE)
                .days((int) options.longNumber("--days", DAYS));
        AlertShape shape = AlertShape.typed("latency", Side.ABOVE, Tier.HIGH, TYPED, Duration.ofMinutes(10))
                .with(minutes(0, 5, 15, 60), minutes(0, 5, 10));
        long begin = System.nanoTime();
        ThresholdProposal proposal = Tuner.propose(past, shape, TuningLimits.USUAL);
        double seconds = (System.nanoTime() - begin) / NANOS;
        proposal.changes().forEach(out::println);
        proposal.reasons().forEach(out::println);
        proposal.guards().forEach(reason -> out.println(reason.sentence()));
        proposal.evidence().ifPresent(evidence -> evidence.proposed().forEach(tier -> print(tier, out)));
        out.printf(Locale.ROOT, "%d values: %.1f s%n", past.size(), seconds);
        return 0;
    }

    private static void print(TierEvidence tier, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%s: %.1f false alarms a week, %.0f periods to the alarm%n",
                tier.tier().name().toLowerCase(Locale.ROOT),
                tier.episodesPerWeek(),
                tier.periods());
        tier.smallest()
                .forEach(found -> out.printf(
                        Locale.ROOT, "  %s found from size %s on, of %d%n", found.kind(), found.size(), found.of()));
    }

    private static List<Duration> minutes(long... minutes) {
        return LongStream.of(minutes).mapToObj(Duration::ofMinutes).toList();
    }
}
