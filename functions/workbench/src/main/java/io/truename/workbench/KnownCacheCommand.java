// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import io.truename.workbench.known.KnownBenchmark;
import io.truename.workbench.known.KnownBenchmark.Load;
import io.truename.workbench.known.KnownBenchmark.Result;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * {@code known-cache [--documents N] [--exponent HUNDREDTHS] [--absent PERCENT] [--warm SECONDS] [--seconds N] [--seed S] [--server
 * 14|18]}: share and time of answers to known look-ups by tier, at ten thousand, a hundred thousand and a million documents, but not more
 * than {@code --documents}. The exponent of 0.99 is that of YCSB.
 */
final class KnownCacheCommand implements Command {
    private static final int[] SIZES = {10_000, 100_000, 1_000_000};
    private static final double LEAST_HIT_RATE = 0.9;

    private static final double MOST_NANOS = 1_000;

    @Override
    public String summary() {
        return "hit rates and times of known look-ups by tier, under a Zipf load; --documents N";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        CommandOptions options = CommandOptions.of(
                arguments,
                Set.of("--documents", "--exponent", "--absent", "--warm", "--seconds", "--seed", "--server"));
        int most = options.number("--documents", SIZES[2]);
        Load load = new Load(
                options.number("--exponent", 99) / 100.0,
                options.number("--absent", 5) / 100.0,
                Duration.ofSeconds(options.number("--warm", 150)),
                Duration.ofSeconds(options.number("--seconds", 10)),
                options.longNumber("--seed", 1));
        List<Result> results = new ArrayList<>();
        try (KnownBenchmark benchmark = new KnownBenchmark(options.server(), load)) {
            IntStream.of(SIZES)
                    .filter(size -> size <= most)
                    .mapToObj(size -> benchmark.run(size, err::println))
                    .forEach(results::add);
        }
        out.printf(
                "Zipf exponent %.2f, %.0f %% of look-ups of documents that are not stored%n",
                load.exponent(), 100 * load.absent());
        out.println(KnownBenchmark.head());
        results.forEach(result -> out.println(KnownBenchmark.line(result)));
        return results.stream()
                        .allMatch(result -> result.hitRate() > LEAST_HIT_RATE && result.memoryNanos() < MOST_NANOS)
                ? 0
                : 1;
    }
}
