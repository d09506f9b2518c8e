// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import io.truename.workbench.rekey.Contender;
import io.truename.workbench.rekey.Engine;
import io.truename.workbench.rekey.Engines;
import io.truename.workbench.rekey.OneStatement;
import io.truename.workbench.rekey.RekeyBenchmark;
import io.truename.workbench.rekey.RekeyBenchmark.Autovacuum;
import io.truename.workbench.rekey.RowByRow;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * {@code rekey [--chunks N] [--size N] [--engine NAME] [--server 14|18] [--report FILE]}: every engine against one big statement and against a loop in
 * the server, at ten thousand, a hundred thousand and a million chunks, but not more than {@code --chunks}, on a server as it is
 * installed and on one whose autovacuum is off; from one run a table of all figures and one of the end-to-end ratios. The last
 * run's own report is written to the file as Markdown. {@code --size} takes one size instead, and {@code --engine} one engine beside the
 * statement.
 */
final class RekeyCommand implements Command {
    private static final long[] SIZES = {10_000, 100_000, 1_000_000};

    @Override
    public String summary() {
        return "a migration against one big statement and a row-by-row loop; --chunks N";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        CommandOptions options =
                CommandOptions.of(arguments, Set.of("--chunks", "--size", "--engine", "--server", "--report"));
        long most = options.longNumber("--chunks", SIZES[SIZES.length - 1]);
        long only = options.longNumber("--size", 0);
        String engine = options.text("--engine", "");
        List<Contender> contenders = new ArrayList<>(List.of(new OneStatement()));
        if (engine.isEmpty()) {
            contenders.add(new RowByRow());
        }
        (engine.isEmpty() ? Engines.names() : List.of(engine))
                .forEach(name -> contenders.add(new Engine(Engines.named(name))));
        List<String> lines = new ArrayList<>();
        List<String> summary = new ArrayList<>();
        try (RekeyBenchmark installed = new RekeyBenchmark(options.server(), Autovacuum.ON);
                RekeyBenchmark withoutAutovacuum = new RekeyBenchmark(options.server(), Autovacuum.OFF)) {
            for (long size : sizes(only, most)) {
                List<RekeyBenchmark.Row> on = installed.run(size, contenders, err::println);
                List<RekeyBenchmark.Row> off = withoutAutovacuum.run(size, contenders, err::println);
                on.forEach(row -> lines.add(RekeyBenchmark.line(row, on.get(0))));
                off.forEach(row -> lines.add(RekeyBenchmark.line(row, off.get(0))));
                for (int i = 1; i < on.size(); i++) {
                    summary.add(RekeyBenchmark.summary(on.get(i), on.get(0), off.get(i), off.get(0)));
                }
                String file = options.text("--report", "");
                if (!file.isEmpty()) {
                    on.stream()
                            .flatMap(row -> row.report().stream())
                            .reduce((earlier, later) -> later)
                            .ifPresent(report -> write(Path.of(file), report));
                }
            }
        }
        out.println(RekeyBenchmark.head());
        lines.forEach(out::println);
        out.println();
        out.println(RekeyBenchmark.summaryHead());
        summary.forEach(out::println);
        return 0;
    }

    private static long[] sizes(long only, long most) {
        return only > 0
                ? new long[] {only}
                : LongStream.of(SIZES).filter(size -> size <= most).toArray();
    }

    private static void write(Path file, String report) {
        try {
            Files.writeString(file, report);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
