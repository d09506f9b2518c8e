// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.crash;

import io.truename.testkit.fault.StepPoint;
import io.truename.workbench.rekey.Direction;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Report of the crash matrix as a table: a row for each fault and direction, a column for each step. */
public final class CrashReport {
    private CrashReport() {}

    /** Markdown. A cell tells what errors the worker met and how many messages the resumption took. */
    public static String markdown(List<CellResult> results, boolean trueFullDisk) {
        Map<Cell, CellResult> byCell = results.stream()
                .collect(Collectors.toMap(CellResult::cell, Function.identity(), (one, other) -> other));
        StringBuilder table = new StringBuilder("| fault | way |");
        Cell.STEPS.forEach(step -> table.append(' ')
                .append(step.name().toLowerCase(java.util.Locale.ROOT))
                .append(" |"));
        table.append("\n|---|---|").append("---|".repeat(Cell.STEPS.size())).append('\n');
        for (FaultScenario scenario : FaultScenario.values()) {
            for (Direction direction : Direction.values()) {
                table.append("| ").append(scenario.words());
                if (scenario == FaultScenario.FULL_DISK) {
                    table.append(trueFullDisk ? " (a full tablespace)" : " (error 53100 injected: no right to mount)");
                }
                table.append(" | ")
                        .append(direction == Direction.FORWARD ? "forward" : "back")
                        .append(" |");
                for (StepPoint step : Cell.STEPS) {
                    CellResult result = byCell.get(new Cell(scenario, step, direction));
                    table.append(' ').append(result == null ? "" : cell(result)).append(" |");
                }
                table.append('\n');
            }
        }
        long passed = results.stream().filter(CellResult::passed).count();
        table.append('\n').append(passed).append(" of ").append(results.size()).append(" cells passed.\n");
        results.stream()
                .filter(result -> !result.passed())
                .forEach(result -> table.append("- ")
                        .append(result.cell())
                        .append(": ")
                        .append(String.join("; ", result.wrong()))
                        .append(" (answer: ")
                        .append(result.answer())
                        .append(", told: ")
                        .append(result.told())
                        .append(")\n"));
        return table.toString();
    }

    private static String cell(CellResult result) {
        Set<String> seen = new LinkedHashSet<>(result.seen());
        List<String> words = new ArrayList<>();
        words.add(result.passed() ? "ok" : "**FAILED**");
        words.addAll(seen);
        if (result.deliveries() > 0) {
            words.add("+" + result.deliveries());
        }
        return String.join(" ", words);
    }
}
