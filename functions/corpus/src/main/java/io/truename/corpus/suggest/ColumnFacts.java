// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import java.util.Set;

/**
 * Column as the catalog describes it.
 *
 * @param type as {@code format_type} writes it; of a domain that of its base type
 * @param baseType name of the type
 * @param comment empty if it has none
 */
public record ColumnFacts(String name, String type, String baseType, boolean nullable, String comment) {
    private static final Set<String> TEXT = Set.of("text", "varchar", "bpchar");
    private static final Set<String> WHOLE = Set.of("int2", "int4", "int8");
    private static final Set<String> TIME = Set.of("timestamptz", "timestamp", "date");

    boolean isText() {
        return TEXT.contains(baseType);
    }

    boolean isWhole() {
        return WHOLE.contains(baseType);
    }

    boolean isTime() {
        return TIME.contains(baseType);
    }

    boolean isUuid() {
        return baseType.equals("uuid");
    }

    boolean isBytes() {
        return baseType.equals("bytea");
    }

    boolean isJson() {
        return baseType.equals("json") || baseType.equals("jsonb");
    }

    /** Whether a recipe can read its value as a user or compare it with a key. */
    boolean isScalar() {
        return isText() || isWhole() || isUuid() || baseType.equals("citext");
    }
}
