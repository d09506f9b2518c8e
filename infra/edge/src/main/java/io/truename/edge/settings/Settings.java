// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.settings;

import io.truename.edge.json.Rules;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reader of a function's settings from its environment. Collects all problems; call {@link #refuseBad()} after the last
 * read.
 */
public final class Settings {
    private final Function<String, @Nullable String> environment;
    private final SettingNames names;
    private final List<String> problems = new ArrayList<>();

    public Settings(Function<String, @Nullable String> environment) {
        this.environment = environment;
        this.names = SettingNames.parse(environment.apply(SettingNames.VARIABLE));
    }

    /**
     * The parsed value of a variable.
     *
     * @param absent the default of an unset or empty variable; also returned when the value is bad
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
            problems.add(names.in(name + ": " + bad.getMessage()));
            return absent;
        }
    }

    /** The parsed value of a variable that may be left out; also empty when the value is bad. */
    public <T> Optional<T> optional(String name, Function<String, T> parser) {
        return read(name, Optional.empty(), text -> Optional.of(parser.apply(text)));
    }

    /** A whole number within bounds. */
    public int wholeNumber(String name, int absent, int least, int most) {
        return read(name, absent, text -> {
            try {
                int number = Integer.parseInt(text);
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException notANumber) {
                // Answered below, as any other number that is not legal.
            }
            throw new IllegalArgumentException(Rules.wholeNumber(least, most));
        });
    }

    /** The root URL of an HTTP API, with its slash at the end. */
    public Optional<String> rootUrl(String name) {
        return optional(name, Settings::requireRootUrl);
    }

    private static String requireRootUrl(String text) {
        try {
            URI uri = URI.create(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null && text.endsWith("/")) {
                return text;
            }
        } catch (IllegalArgumentException notAUri) {
            // Answered below, as any other URL that is not legal.
        }
        throw new IllegalArgumentException("must be http://host:port/ or https://host/");
    }

    /** Throws {@link SettingsException} if any value read was bad. */
    public void refuseBad() {
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
    }
}
