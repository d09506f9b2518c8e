// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Tests that {@code promtool} of Debian's package {@code prometheus} runs, if it is on the path. */
public final class Promtool {
    private final List<String> tests = new ArrayList<>();

    /** Expects an expression to give a number, to a billionth of it or of 1. */
    public static String check(String expression, long second, double expected) {
        String number = "scalar(" + expression + ")";
        String same = Double.isNaN(expected)
                ? number + " != bool " + number
                : Double.isInfinite(expected)
                        ? number + " == bool " + (expected > 0 ? "Inf" : "-Inf")
                        : "abs(vector(" + number + " - (" + expected + "))) <= bool "
                                + 1e-9 * Math.max(1, Math.abs(expected));
        return """
                  - expr: '%s'
                    eval_time: %ds
                    exp_samples:
                      - labels: '{}'
                        value: 1
            """.formatted((same.startsWith("abs") ? same : "vector(" + same + ")").replace("'", "\""), second);
    }

    /** Adds series, one point each interval, and what to expect of them. */
    public void test(String interval, Map<String, double[]> series, List<String> checks) {
        StringBuilder test = new StringBuilder("  - interval: " + interval + "\n    input_series:\n");
        series.forEach((name, values) -> test.append("      - series: '")
                .append(name)
                .append("'\n        values: '")
                .append(Arrays.stream(values).mapToObj(Double::toString).collect(Collectors.joining(" ")))
                .append("'\n"));
        test.append("    promql_expr_test:\n");
        checks.forEach(test::append);
        tests.add(test.toString());
    }

    /** Runs the tests; skips the calling test without promtool. */
    public void run(int comparisons) throws IOException, InterruptedException {
        String text = String.join("", tests);
        assertThat(text.split("expr: ", -1)).hasSize(comparisons + 1);
        Path rules =
                Files.writeString(Files.createTempFile("promtool", ".yml"), "evaluation_interval: 1m\ntests:\n" + text);
        Path program = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(place -> Path.of(place, "promtool"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(Path.of(""));
        assumeTrue(Files.isExecutable(program) && Files.isRegularFile(program), "promtool is not on the path");
        Process process = new ProcessBuilder(program.toString(), "test", "rules", rules.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        Files.delete(rules);
        assertThat(process.exitValue()).as(output).isZero();
    }
}
