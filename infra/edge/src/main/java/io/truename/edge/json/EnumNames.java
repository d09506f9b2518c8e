// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.json;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Enum constants as JSON strings: lower case, with hyphens. */
public final class EnumNames {
    private EnumNames() {}

    /** The JSON string of a constant. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The names of all constants in lower case with underscores, as log lines have them. */
    public static Set<String> snake(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    /** The JSON strings of all constants, separated by commas. */
    public static String all(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).map(EnumNames::of).collect(Collectors.joining(", "));
    }
}
