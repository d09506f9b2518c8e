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
final class Fuzz implements Command {
    private static final int STEP = 5_000;

    @Override
    public String summary() {
        return "sends hostile requests to the deployable of generate; 100,000 take one to two minutes, --requests N";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        CommandOptions options = CommandOptions.of(arguments, Set.of("--requests", "--seed", "--deploy"));
        int requests = options.number("--requests", 100_000);
        long begun = System.nanoTime();
        FuzzSummary summary = FuzzedDeployable.generate(options.deployable())
                .run(options.longNumber("--seed", 1), requests, sent -> {
                    if (sent % STEP == 0) {
                        err.println(sent + " of " + requests + " sent");
                    }
                });
        out.print(summary.text());
        out.printf("  seconds: %.0f%n", (System.nanoTime() - begun) / 1e9);
        return summary.violationCount() == 0 ? 0 : 1;
    }
}
