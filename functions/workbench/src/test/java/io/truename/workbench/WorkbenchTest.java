// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.workbench.overhead.FlushOverhead;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkbenchTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void help_listsEveryCommand() throws Exception {
        assertThat(run("--help")).isZero();
        assertThat(text(out))
                .contains("  ids ", "  vectors ", "  fuzz ", "  cold-start ", "  throughput ", "  convergence ")
                .contains("  monitoring-overhead ", "  crash-matrix ", "  live-load ", "  rekey ", "  validate ")
                .contains(
                        "  sample-bound ",
                        "  known-cache ",
                        "  backtest ",
                        "  propose ",
                        "  tune-evidence ",
                        "  ledger ");
        assertThat(text(err)).isEmpty();
    }

    @Test
    void command_unknown() throws Exception {
        assertThat(run("dance")).isEqualTo(2);
        assertThat(text(out)).isEmpty();
        assertThat(text(err)).isEqualToIgnoringNewLines("There is no command dance; --help lists those there are.");
    }

    @Test
    void option_unknown() throws Exception {
        assertThat(run("ids", "--slow")).isEqualTo(2);
        assertThat(run("vectors", "--yaml")).isEqualTo(2);
        assertThat(run("fuzz", "--faster", "1")).isEqualTo(2);
        assertThat(run("cold-start", "--runs")).isEqualTo(2);
        assertThat(run("throughput", "--rounds", "many")).isEqualTo(2);
        assertThat(run("convergence", "--runs", "0")).isEqualTo(2);
        assertThat(run("sample-bound", "--samples", "0")).isEqualTo(2);
        assertThat(run("fuzz", "--requests", "1", "--deploy", "nowhere")).isEqualTo(2);
        assertThat(run("backtest", "--policy", "guess")).isEqualTo(2);
        assertThat(run("ledger", "--rows", "0")).isEqualTo(2);
        assertThat(run("ledger-sql", "--table", "files")).isEqualTo(2);
        assertThat(text(out)).isEmpty();
    }

    @Test
    void sampleBound_holds() throws Exception {
        assertThat(run("sample-bound", "--samples", "500")).isZero();
        assertThat(text(out))
                .startsWith("| rows wrong | rows sampled |")
                .contains("At most 0.1 % wrong, with 95 % confidence: 2995 rows, none wrong.");
    }

    @Test
    void costs_asCommitted() throws Exception {
        assertThat(run("costs", "--catalog", "../../terraform/catalog")).isZero();
        assertThat(text(out)).isEqualTo(Files.readString(Path.of("../../terraform/COSTS.md")));
    }

    @Test
    void vectors_asCommitted() throws Exception {
        assertThat(run("vectors")).isZero();
        assertThat(text(out)).isEqualTo(Files.readString(Path.of("../identity/vectors.json")));
    }

    // The first flush ends before the client is loaded, and the measurement once took that for a failure.
    @Test
    void flushes_fromTheFirstOn() throws Exception {
        assertThat(FlushOverhead.measure(2).points()).isEqualTo(FlushOverhead.POINTS);
    }

    @Test
    void backtest_countsAlarmsOfALabelledFolder(@TempDir Path folder) throws Exception {
        LabelledSample.write(folder);
        assertThat(run("backtest", "--data", folder.toString(), "--labels", "windows.json", "--policy", "three-sigma"))
                .isZero();
        assertThat(text(out).lines().toList())
                .hasSize(6)
                .satisfies(lines -> assertThat(lines.get(0))
                        .isEqualTo("calm/flat.csv: recall NaN falseHours 0.0000 upper 0.0146 episodesPerWeek 0.00"
                                + " precision NaN score NaN"))
                .satisfies(
                        lines -> assertThat(lines.get(1)).startsWith("step/step.csv: recall 1.000 falseHours 0.0000 "))
                .satisfies(lines -> assertThat(lines.get(5)).startsWith("pooled: recall 1.000 falseHours 0.0000 "));
    }

    @Test
    void backtest_ofWhatItCannotRead_namesFileAndRemedy(@TempDir Path folder) throws Exception {
        assertThat(backtested(folder)).contains("--labels: there is no file").contains("windows.json");
        Files.writeString(folder.resolve("windows.json"), "{\"a/x.csv\":[[\"2014\"]]}");
        assertThat(backtested(folder)).contains("--labels: ").contains("begin and the end of each incident");
        Files.writeString(folder.resolve("windows.json"), "{}");
        assertThat(backtested(folder)).contains("--data: there is no folder").contains("DIR/data/GROUP/NAME.csv");
        Path series = Files.createDirectories(folder.resolve("data/a")).resolve("x.csv");
        assertThat(backtested(folder)).contains("--data: there is no file GROUP/NAME.csv");
        Files.writeString(series, "timestamp,value\n2014-04-01 00:00:00,1\n2014-04-01 00:05:00,NaN\n");
        assertThat(backtested(folder))
                .contains("x.csv: expected a line such as")
                .contains("NaN");
        Files.writeString(series, "timestamp,value\n");
        assertThat(backtested(folder)).contains("x.csv: expected a heading and at least two points");
        Files.write(series, new byte[] {'h', '\n', (byte) 0xff, (byte) 0xfe});
        assertThat(backtested(folder)).contains("x.csv cannot be read as UTF-8");
    }

    private String backtested(Path folder) throws Exception {
        err.reset();
        assertThat(run("backtest", "--data", folder.toString(), "--labels", "windows.json"))
                .isEqualTo(2);
        return text(err);
    }

    private int run(String... arguments) throws Exception {
        return new Workbench().run(List.of(arguments), stream(out), stream(err));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
