// SPDX-License-Identifier: Apache-2.0
package io.truename.edge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * The environment that a host gives a function when it runs several in one process, which has but one: a file of that name
 * first on the function's class path. In the cloud there is none, and the process's own environment is all.
 */
final class HostEnvironment {
    private static final String FILE = "/function-environment.properties";

    private HostEnvironment() {}

    /** The variables, before those of the process; empty where the host gives none. */
    static Map<String, Object> read() {
        try (InputStream in = HostEnvironment.class.getResourceAsStream(FILE)) {
            if (in == null) {
                return Map.of();
            }
            Properties properties = new Properties();
            properties.load(in);
            Map<String, Object> variables = new LinkedHashMap<>();
            properties.forEach((name, value) -> variables.put(name.toString(), value));
            return variables;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
