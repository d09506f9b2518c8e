// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import io.truename.workbench.ledger.LedgerBenchmark;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * {@code ledger [--rows N] [--instances N] [--server 14|18]}: how many documents a second the ledger of a corpus is counted with, at one,
 * ten and a hundred million documents, but not more than {@code --rows}, with and without an index; the memory that it takes; whether the
 * ledger equals that of one plain statement. Run it with {@code java -Xmx256m}.
 */
final class LedgerCommand implements Command {
    private static final long[] SIZES = {1_000_000, 10_000_000, 100_000_000};
    private static final int INSTANCES = 2;

    @Override
    public String summary() {
        return "documents per second of the ledger, by size of the corpus, against one statement; --rows N";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        CommandOptions options = CommandOptions.of(arguments, Set.of("--rows", "--instances", "--server"));
        long most = options.longNumber("--rows", SIZES[0]);
        int instances = options.number("--instances", INSTANCES);
        if (most < 1 || instances < 1) {
            throw new IllegalArgumentException("--rows and --instances must be at least 1");
        }
        long[] sizes = LongStream.of(SIZES).filter(size -> size <= most).toArray();
        List<LedgerBenchmark.Result> results = new ArrayList<>();
        try (LedgerBenchmark benchmark = new LedgerBenchmark(options.server(), instances)) {
            for (long size : sizes.length == 0 ? new long[] {most} : sizes) {
                results.addAll(benchmark.run(size, err::println));
            }
        }
        out.println(LedgerBenchmark.head());
        results.forEach(result -> out.println(LedgerBenchmark.line(result)));
        return results.stream().allMatch(LedgerBenchmark.Result::equal) ? 0 : 1;
    }
}
