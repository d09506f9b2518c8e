// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import io.truename.workbench.scan.ScanRatio;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;

/** Measures a full scan against {@code COPY}. */
final class ScanRatioCommand implements Command {
    private static final double LEAST = 0.5;

    @Override
    public String summary() {
        return "rows per second of a full scan by those of COPY";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) throws Exception {
        CommandOptions options = CommandOptions.of(arguments, Set.of("--chunks", "--server", "--rounds"));
        long only = options.longNumber("--chunks", 0);
        List<Long> sizes = only > 0 ? List.of(only) : List.of(100_000L, 1_000_000L);
        boolean fast = true;
        try (ScanRatio ratio = new ScanRatio(options.server(), options.number("--rounds", 5))) {
            out.println(ScanRatio.head());
            for (long chunks : sizes) {
                for (int corpus = 0; corpus < 3; corpus++) {
                    ScanRatio.Result result = ratio.run(chunks, corpus != 1, corpus != 2);
                    out.println(result.line());
                    fast &= result.ratio() >= LEAST;
                }
            }
        }
        return fast ? 0 : 1;
    }
}
