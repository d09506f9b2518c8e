// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import io.truename.workbench.validate.ValidationBenchmark;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * {@code validate [--chunks N] [--server 14|18]}: how many rows a second a whole corpus is validated with, at a hundred thousand,
 * a million and ten million chunks, but not more than {@code --chunks}. The rate must not fall as the corpus grows.
 */
final class ValidateCommand implements Command {
    private static final long[] SIZES = {100_000, 1_000_000, 10_000_000};

    @Override
    public String summary() {
        return "rows per second of a validation, by size of the corpus; --chunks N";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        CommandOptions options = CommandOptions.of(arguments, Set.of("--chunks", "--server"));
        long most = options.longNumber("--chunks", SIZES[1]);
        List<String> lines = new ArrayList<>();
        try (ValidationBenchmark benchmark = new ValidationBenchmark(options.server())) {
            LongStream.of(SIZES)
                    .filter(size -> size <= most)
                    .mapToObj(size -> benchmark.run(size, err::println))
                    .forEach(result -> lines.add(ValidationBenchmark.line(result)));
        }
        out.println(ValidationBenchmark.head());
        lines.forEach(out::println);
        return 0;
    }
}
