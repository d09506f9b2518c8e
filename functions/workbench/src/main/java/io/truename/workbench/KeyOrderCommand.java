// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import io.truename.workbench.keys.KeyOrder;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code key-order [--rows N] [--rounds N] [--server 14|18]}: seconds, size of the index and WAL of inserts with keys of v4, v5 and
 * v7, at 1 %, 10 % and all of {@code --rows}.
 */
final class KeyOrderCommand implements Command {
    private static final int ROWS = 3_000_000;
    private static final int STEP = 10;

    @Override
    public String summary() {
        return "inserts with random, name-based and growing keys: time, index, WAL; --rows N, --rounds N";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        CommandOptions options = CommandOptions.of(arguments, Set.of("--rows", "--rounds", "--server"));
        int rows = options.number("--rows", ROWS);
        int rounds = options.number("--rounds", 3);
        List<String> lines = new ArrayList<>();
        try (KeyOrder keys = new KeyOrder(options.server())) {
            for (int size : new int[] {rows / STEP / STEP, rows / STEP, rows}) {
                List<KeyOrder.Result> results = keys.run(Math.max(1, size), rounds, err::println);
                KeyOrder.Result v7 = results.stream()
                        .filter(result -> result.key() == KeyOrder.Key.V7)
                        .findFirst()
                        .orElseThrow();
                results.forEach(result -> lines.add(KeyOrder.line(result, v7)));
            }
        }
        out.println(KeyOrder.head());
        lines.forEach(out::println);
        return 0;
    }
}
