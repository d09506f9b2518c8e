// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import io.truename.workbench.crash.Cell;
import io.truename.workbench.crash.CellResult;
import io.truename.workbench.crash.CrashMatrix;
import io.truename.workbench.crash.CrashReport;
import io.truename.workbench.rekey.Engines;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code crash-matrix [--cells all|sample] [--only TEXT] [--engine NAME] [--server 14|18]}: every fault at every step of a batch in both
 * directions, as a table. {@code --only} keeps the cells whose name contains the text.
 */
final class CrashMatrixCommand implements Command {
    @Override
    public String summary() {
        return "every fault at every step of a batch, forward and back; --cells all|sample";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        CommandOptions options = CommandOptions.of(arguments, Set.of("--cells", "--only", "--engine", "--server"));
        String only = options.text("--only", "");
        List<Cell> cells = options.text("--cells", "all").equals("sample") ? Cell.sample() : Cell.all();
        List<CellResult> results = new ArrayList<>();
        String table;
        try (CrashMatrix matrix = new CrashMatrix(
                Engines.named(options.text("--engine", Engines.names().get(0))), options.server())) {
            for (Cell cell : cells) {
                if (cell.toString().contains(only)) {
                    long begun = System.nanoTime();
                    CellResult result = matrix.play(cell);
                    results.add(result);
                    err.printf(
                            "%-60s %s %d ms, answer: %s, seen: %s, told: %s, resumed with %d%s%n",
                            cell,
                            result.passed() ? "ok" : "FAILED",
                            (System.nanoTime() - begun) / 1_000_000,
                            result.answer(),
                            result.seen(),
                            result.told(),
                            result.deliveries(),
                            result.passed() ? "" : " " + result.wrong());
                }
            }
            table = CrashReport.markdown(results, matrix.trueFullDisk());
        }
        out.print(table);
        return results.stream().allMatch(CellResult::passed) ? 0 : 1;
    }
}
