// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import io.truename.workbench.convergence.Simulation;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;

/** Command {@code convergence}: compares rules for batch sizes on simulated databases. */
final class Convergence implements Command {
    private static final int RUNS = 20;

    @Override
    public String summary() {
        return "batch sizes on simulated databases, against two published rules; --runs N";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        CommandOptions options = CommandOptions.of(arguments, Set.of("--runs"));
        int runs = options.number("--runs", RUNS);
        if (runs < 1) {
            throw new IllegalArgumentException("--runs must be 1 or more");
        }
        out.print(Simulation.markdown(runs));
        return 0;
    }
}
