// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import io.truename.testkit.database.TestServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Options of a command, as {@code --name value}. */
final class CommandOptions {
    private static final Path GENERATE = Path.of("functions", "generate", "target", "deploy");

    private final Map<String, String> values;

    private CommandOptions(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException saying what is legal, if there is an unknown one or a value is missing
     */
    static CommandOptions of(List<String> arguments, Set<String> legal) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String name = arguments.get(i);
            if (!legal.contains(name) || i + 1 == arguments.size()) {
                throw new IllegalArgumentException(
                        "Options are " + String.join(", ", legal) + ", each with a value; got " + name);
            }
            values.put(name, arguments.get(i + 1));
        }
        return new CommandOptions(values);
    }

    int number(String name, int absent) {
        String value = values.get(name);
        return value == null ? absent : Math.toIntExact(parsed(name, value));
    }

    String text(String name, String absent) {
        return values.getOrDefault(name, absent);
    }

    /** Version of PostgreSQL: 14 or 18, by {@code --server}; 18 by default. */
    TestServer.Version server() {
        int major = number("--server", TestServer.Version.NEWEST.major());
        for (TestServer.Version version : TestServer.Version.values()) {
            if (version.major() == major) {
                return version;
            }
        }
        throw new IllegalArgumentException("--server must be 14 or 18");
    }

    long longNumber(String name, long absent) {
        String value = values.get(name);
        return value == null ? absent : parsed(name, value);
    }

    private static long parsed(String name, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(name + " must be a whole number", notANumber);
        }
    }

    /** The folder of a deployable; that of generate, seen from the repository's root, unless given. */
    Path deployable() {
        String value = values.get("--deploy");
        return value == null ? GENERATE : Path.of(value);
    }
}
