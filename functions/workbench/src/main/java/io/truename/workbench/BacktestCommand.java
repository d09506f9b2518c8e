// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import io.truename.tuning.backtest.Backtest;
import io.truename.tuning.backtest.NabProfile;
import io.truename.tuning.candidate.Candidate;
import io.truename.workbench.tuning.LabelledFolder;
import io.truename.workbench.tuning.LabelledSeries;
import io.truename.workbench.tuning.LabelledSeries.Outcome;
import io.truename.workbench.tuning.Policies;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Command {@code backtest}: replays a policy over labelled series and counts its alarms. */
final class BacktestCommand implements Command {
    private static final String LABELS = "combined_windows.json";
    /** Alarms of the usual policy at other times. */
    private static final String CHANCE = "chance";

    private static final long SEED = 13;

    @Override
    public String summary() {
        return "alarms of a policy on labelled series; --data DIR --labels FILE --policy NAME";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        CommandOptions options = CommandOptions.of(arguments, Set.of("--data", "--labels", "--policy"));
        String policy = options.text("--policy", Policies.USUAL);
        boolean byChance = policy.equals(CHANCE);
        Candidate candidate = Policies.named(byChance ? Policies.USUAL : policy);
        Path folder = Path.of(options.text("--data", "."));
        Outcome pooled = Outcome.EMPTY;
        for (LabelledSeries series : LabelledFolder.read(folder, options.text("--labels", LABELS))) {
            Outcome outcome = byChance ? series.byChance(candidate, SEED) : series.replay(candidate);
            out.println(series.name() + ": " + figures(outcome));
            pooled = pooled.plus(outcome);
        }
        for (NabProfile profile : NabProfile.values()) {
            out.printf(Locale.ROOT, "score %s: %.1f%n", profile, pooled.score(profile));
        }
        out.println("pooled: " + figures(pooled));
        return 0;
    }

    private static String figures(Outcome outcome) {
        Backtest counts = outcome.backtest();
        return String.format(
                Locale.ROOT,
                "recall %.3f falseHours %.4f upper %.4f episodesPerWeek %.2f precision %.3f score %.1f",
                counts.recall().value(),
                counts.falseHours().value(),
                counts.falseHours().upper(),
                counts.episodesPerWeek(),
                counts.precision(),
                outcome.score(NabProfile.STANDARD));
    }
}
