// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Two small series in a folder of the layout of Numenta's benchmark: one is calm, one has a step on its eighth day. */
final class LabelledSample {
    private static final int ROWS = 10 * 288;
    private static final int STEP = 7 * 288;
    private static final int STEP_ROWS = 24;
    private static final LocalDateTime START = LocalDateTime.of(2026, 1, 5, 0, 0);

    private LabelledSample() {}

    static void write(Path folder) throws IOException {
        write(folder.resolve("data/calm/flat.csv"), row -> row % 7);
        write(folder.resolve("data/step/step.csv"), row -> row % 7 + (row >= STEP && row < STEP + STEP_ROWS ? 50 : 0));
        Files.writeString(
                folder.resolve("windows.json"),
                "{\"calm/flat.csv\": [], \"step/step.csv\": [[\"2026-01-12 00:00:00.000000\", \"2026-01-12 04:00:00.000000\"]]}");
    }

    private static void write(Path file, IntToDoubleFunction value) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                IntStream.range(0, ROWS)
                        .mapToObj(row -> START.plusMinutes(5L * row).toString().replace('T', ' ') + ":00,"
                                + value.applyAsDouble(row))
                        .collect(Collectors.joining("\n", "timestamp,value\n", "\n")));
    }
}
