// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs {@link IdBenchmark} and prints each contender's time as a ratio to the bare SHA-1 of the same run.
 *
 * <p>Every round measures all contenders one after the other, in a process of their own, in many iterations shorter than a
 * scheduler's slice. The ratio of the fastest is what the code costs; the ratio of the medians includes what else the machine
 * was doing.
 */
final class CompareIds implements Command {
    private static final String FLOOR = "bareSha1";

    @Override
    public String summary() {
        return "time and memory of one id, against a bare SHA-1 and other libraries; about 3 minutes, --quick 1";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) throws RunnerException {
        boolean quick = arguments.contains("--quick");
        if (arguments.size() > (quick ? 1 : 0)) {
            err.println("ids takes no option but --quick.");
            return 2;
        }
        int processors = Runtime.getRuntime().availableProcessors();
        for (int threads : new int[] {1, Math.max(2, processors)}) {
            Map<String, Samples> contenders = new TreeMap<>();
            for (int round = 1; round <= (quick ? 1 : 3); round++) {
                err.println("Threads " + threads + ", round " + round + "...");
                for (RunResult result : measure(threads, quick)) {
                    contenders
                            .computeIfAbsent(nameOf(result), name -> new Samples())
                            .add(result);
                }
            }
            print(threads, contenders, out);
        }
        return 0;
    }

    private static Collection<RunResult> measure(int threads, boolean quick) throws RunnerException {
        Options options = new OptionsBuilder()
                .include("\\." + IdBenchmark.class.getSimpleName() + "\\.")
                .threads(threads)
                .forks(1)
                .warmupIterations(6)
                .warmupTime(TimeValue.milliseconds(150))
                .measurementIterations(quick ? 50 : 200)
                .measurementTime(TimeValue.milliseconds(5))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        return new Runner(options).run();
    }

    private static void print(int threads, Map<String, Samples> contenders, PrintStream out) {
        Samples floor = contenders.get(FLOOR);
        if (floor == null) {
            throw new IllegalStateException("The bare SHA-1 was not measured.");
        }
        out.printf(
                "%nThreads: %d, Java %s, %s%n", threads, Runtime.version(), System.getProperty("os.arch", "unknown"));
        out.printf(
                "%-20s %10s %10s %14s %14s %8s%n",
                "one id", "ns fastest", "ns median", "ratio fastest", "ratio median", "B/id");
        contenders.forEach((name, samples) -> out.printf(
                Locale.ROOT,
                "%-20s %10.1f %10.1f %14.2f %14.2f %8.0f%n",
                name,
                samples.fastest(),
                samples.median(),
                samples.fastest() / floor.fastest(),
                samples.median() / floor.median(),
                samples.bytes));
    }

    private static String nameOf(RunResult result) {
        String benchmark = result.getParams().getBenchmark();
        return benchmark.substring(benchmark.lastIndexOf('.') + 1);
    }

    /** One contender's iterations over all rounds, in nanoseconds an id. */
    private static final class Samples {
        private final List<Double> nanoseconds = new ArrayList<>();
        private double bytes = Double.MAX_VALUE;

        void add(RunResult result) {
            result.getBenchmarkResults()
                    .forEach(fork -> fork.getIterationResults()
                            .forEach(iteration ->
                                    nanoseconds.add(iteration.getPrimaryResult().getScore())));
            Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
            if (allocated == null) {
                throw new IllegalStateException("The allocation was not measured.");
            }
            // More is the compiler at work, not the code.
            bytes = Math.min(bytes, allocated.getScore());
        }

        double fastest() {
            return sorted()[0];
        }

        double median() {
            double[] sorted = sorted();
            return sorted[sorted.length / 2];
        }

        private double[] sorted() {
            double[] sorted =
                    nanoseconds.stream().mapToDouble(Double::doubleValue).toArray();
            Arrays.sort(sorted);
            return sorted;
        }
    }
}
