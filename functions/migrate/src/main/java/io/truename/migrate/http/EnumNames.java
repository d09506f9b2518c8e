// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Constants as JSON has them: lower case, with hyphens. */
final class EnumNames {
    private EnumNames() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String all(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).map(EnumNames::of).collect(Collectors.joining(", "));
    }
}
