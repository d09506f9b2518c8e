// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import io.truename.testkit.FuzzSummary;
import io.truename.testkit.FuzzedDeployable;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;

/**
 * {@code fuzz [--requests N] [--seed N] [--deploy DIR]}: throws hostile requests at the deployable of generate. The same seed
 * sends the same bytes.
 */
final class Fuzz {
    private static final int STEP = 5_000;

    private Fuzz() {}

    /** Runs it; 0 when nothing happened that must not. */
    static int run(List<String> arguments, PrintStream out) {
        Options options = Options.of(arguments, Set.of("--requests", "--seed", "--deploy"));
        int requests = options.number("--requests", 100_000);
        long begun = System.nanoTime();
        FuzzSummary summary = FuzzedDeployable.generate(options.deployable())
                .run(options.longNumber("--seed", 1), requests, sent -> {
                    if (sent % STEP == 0) {
                        out.println(sent + " of " + requests + " sent");
                    }
                });
        out.print(summary.text());
        out.printf("  seconds: %.0f%n", (System.nanoTime() - begun) / 1e9);
        return summary.violationCount() == 0 ? 0 : 1;
    }
}
