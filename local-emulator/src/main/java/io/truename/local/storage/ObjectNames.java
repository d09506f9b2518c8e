// SPDX-License-Identifier: Apache-2.0
package io.truename.local.storage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/** Rule and order of object names. */
final class ObjectNames {
    /** By the bytes of UTF-8. */
    static final Comparator<String> ORDER = (one, other) ->
            Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

    private static final int MOST_BYTES = 1_024;

    private ObjectNames() {}

    /** @throws StorageError with the rule, if the name is not legal */
    static String require(String name) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1
                || bytes > MOST_BYTES
                || name.equals(".")
                || name.equals("..")
                || name.startsWith(".well-known/acme-challenge/")
                || name.chars().anyMatch(character -> character == '\n' || character == '\r' || character == 0)) {
            throw StorageError.invalid("Object names have 1 to " + MOST_BYTES
                    + " bytes of UTF-8, no line breaks, and are neither . nor ..");
        }
        return name;
    }
}
