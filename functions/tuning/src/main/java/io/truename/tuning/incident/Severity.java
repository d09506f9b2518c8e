// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.incident;

import java.util.Arrays;
import java.util.Locale;

/** Severity of an alert policy, in rising order. */
public enum Severity {
    /** The policy has none, or one that is not known here. */
    NONE,
    WARNING,
    ERROR,
    CRITICAL;

    /** Severity by its name in any case, such as {@code Warning}. */
    public static Severity of(String text) {
        String name = text.toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(severity -> severity.name().equals(name))
                .findFirst()
                .orElse(NONE);
    }

    public Severity or(Severity other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
