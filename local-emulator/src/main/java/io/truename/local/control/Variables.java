// SPDX-License-Identifier: Apache-2.0
package io.truename.local.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Environment variables of a command. Only Truename's own: others, as {@code JAVA_TOOL_OPTIONS}, would let whoever reaches the
 * console's port run code on this machine.
 */
public final class Variables {
    private static final int MOST = 50;
    private static final int LONGEST = 4096;
    private static final String MEMORY = "memoryMiB";
    private static final int LEAST_MIB = 128;
    private static final int MOST_MIB = 32_768;

    private Variables() {}

    /**
     * Reads the object of names and texts that is the field {@code environment} of a body, beside {@code memoryMiB} at most.
     *
     * @throws ControlException naming the rule that it breaks
     */
    public static Map<String, String> read(JsonNode body) {
        JsonNode environment = body.path("environment");
        Map<String, String> variables = new HashMap<>();
        environment
                .properties()
                .forEach(field -> variables.put(
                        field.getKey(),
                        field.getValue().isTextual() ? field.getValue().asText() : "\0"));
        boolean legal = environment.isObject()
                && body.size() == (body.has(MEMORY) ? 2 : 1)
                && variables.size() <= MOST
                && variables.entrySet().stream()
                        .allMatch(variable -> variable.getKey().matches("TRUENAME_[A-Z0-9_]{1,100}")
                                && variable.getValue().length() <= LONGEST
                                && variable.getValue().indexOf('\0') < 0);
        if (!legal) {
            throw ControlException.badRequest(
                    "environment: must be the one field beside memoryMiB, an object of at most " + MOST
                            + " variables, each a name that begins with TRUENAME_, of capital letters, digits and _, with a text of at most "
                            + LONGEST
                            + " characters; {} deploys the catalog's own");
        }
        return variables;
    }

    /**
     * Reads the memory of a revision; empty if the body names none.
     *
     * @throws ControlException if it is no memory that the cloud gives
     */
    public static OptionalInt memoryMiB(JsonNode body) {
        if (!body.has(MEMORY)) {
            return OptionalInt.empty();
        }
        OptionalInt memory = WholeNumber.read(body.path(MEMORY), MOST_MIB);
        if (memory.isEmpty() || memory.getAsInt() < LEAST_MIB) {
            throw ControlException.badRequest(
                    "memoryMiB: must be a whole number from " + LEAST_MIB + " to " + MOST_MIB + ", or be left out");
        }
        return memory;
    }
}
