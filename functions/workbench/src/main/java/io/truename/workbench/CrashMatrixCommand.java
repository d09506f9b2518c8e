// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import io.truename.workbench.crash.BackfillKill;
import io.truename.workbench.crash.BackfillKillMatrix;
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
 * directions, as a table. {@code --only} keeps the cells whose name contains the text. {@code --engine truename-beside} kills processes of
 * runs beside keys instead, at each stage.
 */
final class CrashMatrixCommand implements Command {
    /** Name for runs beside keys, which have kills of their own. */
    private static final String BESIDE = "truename-beside";

    @Override
    public String summary() {
        return "every fault at every step of a batch, forward and back; --cells all|sample";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        CommandOptions options = CommandOptions.of(arguments, Set.of("--cells", "--only", "--engine", "--server"));
        String only = options.text("--only", "");
        boolean sample = options.text("--cells", "all").equals("sample");
        if (options.text("--engine", "").equals(BESIDE)) {
            return kills(sample ? BackfillKill.sample() : BackfillKill.all(), only, options, out, err);
        }
        List<Cell> cells = sample ? Cell.sample() : Cell.all();
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

    private static int kills(
            List<BackfillKill> kills, String only, CommandOptions options, PrintStream out, PrintStream err) {
        int passed = 0;
        int played = 0;
        out.print("| corpus | process killed at | result |\n|---|---|---|\n");
        try (BackfillKillMatrix matrix = new BackfillKillMatrix(options.server())) {
            for (BackfillKill kill : kills) {
                if (kill.toString().contains(only)) {
                    long begun = System.nanoTime();
                    List<String> wrong = matrix.play(kill);
                    played++;
                    passed += wrong.isEmpty() ? 1 : 0;
                    err.printf(
                            "%-60s %s %d ms%n",
                            kill, wrong.isEmpty() ? "ok" : "FAILED", (System.nanoTime() - begun) / 1_000_000);
                    out.printf(
                            "| %s | %s, %s | %s |%n",
                            kill.corpus(),
                            kill.statement(),
                            kill.answered() ? "answered" : "not seen",
                            wrong.isEmpty() ? "ok" : String.join("; ", wrong));
                }
            }
        }
        out.printf("%n%d of %d kills passed.%n", passed, played);
        return passed == played ? 0 : 1;
    }
}
