// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import io.truename.workbench.seeded.FaultTable;
import io.truename.workbench.seeded.SeededFaults;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;

/** Plants faults of every kind into clean corpora and counts those that scans find. */
final class SeededFaultsCommand implements Command {
    private static final int PLACES = 4;

    @Override
    public String summary() {
        return "faults planted in corpora against those that scans find; --seed N --places N";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) throws Exception {
        CommandOptions options = CommandOptions.of(arguments, Set.of("--seed", "--places", "--server"));
        long seed = options.longNumber("--seed", 1);
        int places = options.number("--places", PLACES);
        if (places < 1) {
            throw new IllegalArgumentException("--places must be at least 1");
        }
        try (SeededFaults faults = new SeededFaults(options.server(), seed, places, err::println)) {
            FaultTable table = faults.run();
            out.print(table.markdown());
            return table.found() == table.seeded() && table.falsely() == 0 ? 0 : 1;
        }
    }
}
