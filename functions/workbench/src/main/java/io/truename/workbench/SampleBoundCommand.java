// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import io.truename.probing.scan.SampleBound;
import io.truename.probing.scan.SampleSimulation;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;

/** Command {@code sample-bound}: simulates sampled scans, and says how many rows prove a share. */
final class SampleBoundCommand implements Command {
    private static final int SAMPLES = 100_000;
    private static final int SEED = 11;
    private static final double[] SHARES = {0.01, 0.001, 0.0001};

    @Override
    public String summary() {
        return "how often the bound of a sampled scan holds; --samples N, --seed S";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        CommandOptions options = CommandOptions.of(arguments, Set.of("--samples", "--seed"));
        int samples = options.number("--samples", SAMPLES);
        if (samples < 1) {
            throw new IllegalArgumentException("--samples must be 1 or more");
        }
        List<SampleSimulation.Result> results = SampleSimulation.results(samples, options.longNumber("--seed", SEED));
        out.print(SampleSimulation.markdown(results));
        out.println();
        for (double share : SHARES) {
            long rows = SampleBound.rowsToProve(share, SampleBound.USUAL_CONFIDENCE);
            String sentence = new SampleBound(rows, 0, SampleBound.USUAL_CONFIDENCE).sentence();
            out.println(sentence + ": " + rows + " rows, none wrong.");
        }
        return results.stream().allMatch(SampleSimulation.Result::heldAsOftenAsItSays) ? 0 : 1;
    }
}
