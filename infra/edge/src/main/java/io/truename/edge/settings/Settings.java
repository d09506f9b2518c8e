// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a function's settings from its environment, once, and collects what is wrong with them: call {@link #refuseBad()}
 * after the last one is read.
 */
public final class Settings {
    private final Function<String, @Nullable String> environment;
    private final List<String> problems = new ArrayList<>();

    public Settings(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    /**
     * The parsed value of a variable.
     *
     * @param absent what stands in for an unset or empty variable; also answered when the value is bad
     * @param parser throws IllegalArgumentException with the rule for a value that is not legal
     */
    public <T> T read(String name, T absent, Function<String, T> parser) {
        String text = Optional.ofNullable(environment.apply(name)).orElse("").trim();
        if (text.isEmpty()) {
            return absent;
        }
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException bad) {
            problems.add(name + ": " + bad.getMessage());
            return absent;
        }
    }

    /** Ends the reading: throws if anything read was bad. */
    public void refuseBad() {
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
    }
}
