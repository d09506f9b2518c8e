// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import io.truename.workbench.rekey.Shape;
import io.truename.workbench.rekey.ShapeBenchmark;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code shapes [--documents N] [--shape NAME] [--server 14|18]}: rows per second of a migration of each shape of corpus, beside one of
 * plain columns, on a server as it is installed. Fails if a rollback restores less than every byte.
 */
final class ShapesCommand implements Command {
    private static final int DOCUMENTS = 20_000;

    @Override
    public String summary() {
        return "rows per second of a migration, by shape of the corpus; --documents N";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        CommandOptions options = CommandOptions.of(arguments, Set.of("--documents", "--shape", "--server"));
        int documents = options.number("--documents", DOCUMENTS);
        List<ShapeBenchmark.Row> rows = new ArrayList<>();
        out.println(ShapeBenchmark.head());
        try (ShapeBenchmark benchmark = new ShapeBenchmark(options.server())) {
            List<Shape> shapes = named(options.text("--shape", ""));
            for (Shape shape : shapes) {
                err.printf(Locale.ROOT, "%s, %d of %d%n", shape, rows.size() + 1, shapes.size());
                rows.add(benchmark.run(shape, documents));
                out.println(ShapeBenchmark.line(rows.get(rows.size() - 1), rows.get(0)));
            }
        }
        return rows.stream().allMatch(ShapeBenchmark.Row::restored) ? 0 : 1;
    }

    /** The shape of that name behind the plain one; all if there is no name. */
    private static List<Shape> named(String name) {
        List<Shape> all = Shape.all();
        if (all.stream().map(Shape::name).noneMatch(name::equals) && !name.isEmpty()) {
            throw new IllegalArgumentException(
                    "Shapes are " + all.stream().map(Shape::name).collect(Collectors.joining(", ")) + "; got " + name);
        }
        return all.stream()
                .filter(shape -> name.isEmpty()
                        || shape.name().equals(name)
                        || shape.name().equals(all.get(0).name()))
                .toList();
    }
}
