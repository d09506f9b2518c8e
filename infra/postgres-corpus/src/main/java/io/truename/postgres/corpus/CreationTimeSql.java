// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus;

import io.truename.corpus.schema.Column;
import io.truename.postgres.SqlNames;
import java.util.Optional;
import java.util.Set;

/**
 * SQL expression for the time of a document's creation: a time, or Unix time in a whole number. Its unit is told by its size: values of
 * seconds stay below 10^11 until the year 5138, and those of milliseconds, microseconds and nanoseconds are a thousand times as large each.
 */
public final class CreationTimeSql {
    private static final Set<String> WHOLE = Set.of("integer", "bigint");

    private CreationTimeSql() {}

    /** Expression of type {@code timestamptz}, {@code timestamp} or {@code date}; empty if the column has another type. */
    public static Optional<String> of(Column column, String alias) {
        String value = alias + "." + SqlNames.quoted(column.name());
        if (column.type().startsWith("timestamp") || column.type().equals("date")) {
            return Optional.of(value);
        }
        return WHOLE.contains(column.type())
                ? Optional.of("to_timestamp(" + value + "::float8 / CASE WHEN abs(" + value
                        + "::float8) < 1e11 THEN 1 WHEN abs(" + value + "::float8) < 1e14 THEN 1e3 WHEN abs(" + value
                        + "::float8) < 1e17 THEN 1e6 ELSE 1e9 END)")
                : Optional.empty();
    }

    /** Whether the expression has a time zone. */
    public static boolean isZoned(Column column) {
        return column.type().contains("with time zone") || WHOLE.contains(column.type());
    }
}
