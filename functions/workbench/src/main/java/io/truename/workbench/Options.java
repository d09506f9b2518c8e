// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The options of a command, as {@code --name value}. */
final class Options {
    private static final Path GENERATE = Path.of("functions", "generate", "target", "deploy");

    private final Map<String, String> values;

    private Options(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException saying what is legal, if there is an unknown one or a value is missing
     */
    static Options of(List<String> arguments, Set<String> legal) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String name = arguments.get(i);
            if (!legal.contains(name) || i + 1 == arguments.size()) {
                throw new IllegalArgumentException(
                        "Options are " + String.join(", ", legal) + ", each with a value; got " + name);
            }
            values.put(name, arguments.get(i + 1));
        }
        return new Options(values);
    }

    int number(String name, int absent) {
        String value = values.get(name);
        return value == null ? absent : Integer.parseInt(value);
    }

    long longNumber(String name, long absent) {
        String value = values.get(name);
        return value == null ? absent : Long.parseLong(value);
    }

    /** The folder of a deployable; that of generate, seen from the repository's root, unless given. */
    Path deployable() {
        String value = values.get("--deploy");
        return value == null ? GENERATE : Path.of(value);
    }
}
