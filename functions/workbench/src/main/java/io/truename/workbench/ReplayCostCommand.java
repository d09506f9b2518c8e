// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import io.truename.catalog.AlertSpec;
import io.truename.catalog.Catalog;
import io.truename.catalog.CatalogReader;
import io.truename.catalog.FunctionSpec;
import io.truename.history.AlertHistory;
import io.truename.workbench.replay.BusyProject;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Command {@code replay-cost}: time and heap of the replays of {@code GET /accuracy}, beside the limits of the function tune. */
final class ReplayCostCommand implements Command {
    private static final Instant END = Instant.parse("2026-11-28T12:00:00Z");
    private static final int DAYS = 42;
    /** So many alerts does a call replay. */
    private static final int MOST_REPLAYED = 8;
    /** Share of the memory that the buildpack gives to the heap. */
    private static final double HEAP_SHARE = 0.7;

    private static final long MEBI = 1 << 20;
    private static final double NANOS = 1e9;

    @Override
    public String summary() {
        return "time and heap of the replays of GET /accuracy; --days N --seed N";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        CommandOptions options = CommandOptions.of(arguments, Set.of("--days", "--seed"));
        Instant from = END.minus(Duration.ofDays(options.number("--days", DAYS)));
        Catalog catalog = CatalogReader.installed();
        FunctionSpec tune = Objects.requireNonNull(catalog.functions().get("tune"));
        long heap = Math.round(tune.memoryMiB() * HEAP_SHARE);
        if (Runtime.getRuntime().maxMemory() > heap * MEBI) {
            err.println("The heap of tune has " + heap + " MiB: run this with java -Xmx" + heap + "m.");
        }
        List<Double> seconds = new ArrayList<>();
        for (AlertSpec alert : catalog.alerts().values()) {
            seconds.add(replay(catalog, alert, from, options.longNumber("--seed", 1), out));
        }
        double slowest = seconds.stream()
                .sorted(Comparator.reverseOrder())
                .limit(MOST_REPLAYED)
                .mapToDouble(Double::doubleValue)
                .sum();
        out.printf(
                Locale.ROOT,
                "the slowest %d: %.1f s of the %d s of a call%n",
                MOST_REPLAYED,
                slowest,
                tune.timeout().toSeconds());
        return slowest <= tune.timeout().toSeconds() ? 0 : 1;
    }

    private static double replay(Catalog catalog, AlertSpec alert, Instant from, long seed, PrintStream out) {
        List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
        pools.forEach(MemoryPoolMXBean::resetPeakUsage);
        BusyProject project = new BusyProject(catalog, seed);
        long begin = System.nanoTime();
        int openings = new AlertHistory(catalog, "busy", project)
                .openings(alert, from, END)
                .size();
        double seconds = (System.nanoTime() - begin) / NANOS;
        long peak =
                pools.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        out.printf(
                Locale.ROOT,
                "%-32s %,9d points %6.1f s, heap up to %4d MiB, %d openings%n",
                alert.name(),
                project.points(),
                seconds,
                peak / MEBI,
                openings);
        return seconds;
    }
}
