// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import io.truename.workbench.tuning.EvidenceTables;
import io.truename.workbench.tuning.TuneEvidence;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;

/** Command {@code tune-evidence}: detection and false alarms of tuned thresholds, on services with injected incidents. */
final class TuneEvidenceCommand implements Command {
    @Override
    public String summary() {
        return "tuned thresholds on synthetic latencies with injected incidents; --seed N";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        CommandOptions options = CommandOptions.of(arguments, Set.of("--seed"));
        EvidenceTables tables = new EvidenceTables(new TuneEvidence(options.longNumber("--seed", 1)));
        out.print(tables.falseHours());
        out.print(tables.detection());
        out.print(tables.severalAtOnce());
        out.print(tables.againstTyped());
        return tables.goalsReached() ? 0 : 1;
    }
}
