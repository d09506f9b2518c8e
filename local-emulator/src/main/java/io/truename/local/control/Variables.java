// SPDX-License-Identifier: Apache-2.0
package io.truename.local.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** Environment variables of a command. */
public final class Variables {
    private static final int MOST = 50;
    private static final int LONGEST = 4096;

    private Variables() {}

    /**
     * Reads a JSON object of names and texts.
     *
     * @throws ControlException naming the rule that it breaks
     */
    public static Map<String, String> read(JsonNode environment) {
        Map<String, String> variables = new HashMap<>();
        environment
                .properties()
                .forEach(field -> variables.put(
                        field.getKey(),
                        field.getValue().isTextual() ? field.getValue().asText() : "\0"));
        boolean legal = environment.isObject()
                && variables.size() <= MOST
                && variables.entrySet().stream()
                        .allMatch(variable -> variable.getKey().matches("[A-Za-z_][A-Za-z0-9_]{0,127}")
                                && variable.getValue().length() <= LONGEST
                                && variable.getValue().indexOf('\0') < 0);
        if (!legal) {
            throw ControlException.badRequest("environment: must be an object of at most " + MOST
                    + " variables, each a name of letters, digits and _ with a text of at most " + LONGEST
                    + " characters; {} deploys the catalog's own");
        }
        return variables;
    }
}
