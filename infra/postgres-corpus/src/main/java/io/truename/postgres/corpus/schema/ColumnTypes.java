// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.IdType;
import io.truename.postgres.corpus.ReferencePatternSql;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Catalog types that each mapped field may have. Domains are resolved before. */
final class ColumnTypes {
    static final Set<String> TEXT = Set.of("text", "varchar", "bpchar");
    static final Set<String> USER = Set.of("uuid", "text", "varchar", "bpchar", "citext", "int2", "int4", "int8");
    static final Set<String> HASH = Set.of("text", "varchar", "bpchar", "bytea");
    static final Set<String> ORDINAL = Set.of("int2", "int4", "int8");
    static final Set<String> ORDERED = Set.of(
            "int2",
            "int4",
            "int8",
            "numeric",
            "float4",
            "float8",
            "timestamptz",
            "timestamp",
            "date",
            "time",
            "uuid",
            "text",
            "varchar",
            "bpchar",
            "citext");
    static final Set<String> BYTES = Set.of("int2", "int4", "int8", "numeric");
    static final Set<String> TIME = Set.of("timestamptz", "timestamp", "date", "int4", "int8");

    private static final int UUID_LENGTH = 36;
    private static final Pattern LENGTH = Pattern.compile("\\((\\d+)\\)$");

    private ColumnTypes() {}

    /** Id type of a column that holds an id or an array of ids. */
    static Optional<IdType> idType(String baseType) {
        return switch (baseType) {
            case "uuid" -> Optional.of(IdType.UUID);
            case "text", "varchar", "bpchar" -> Optional.of(IdType.TEXT);
            case "_uuid" -> Optional.of(IdType.UUID_ARRAY);
            case "_text", "_varchar", "_bpchar" -> Optional.of(IdType.TEXT_ARRAY);
            default -> Optional.empty();
        };
    }

    /** Whether ids within longer text are replaced in values of a type. */
    static boolean holdsText(Column column, String baseType) {
        return ReferencePatternSql.isReplacedWithin(baseType)
                && column.type().endsWith("]") == baseType.startsWith("_");
    }

    /** Whether a type, as {@code format_type} writes it, is too short for a UUID's text. */
    static boolean tooShort(String type) {
        Matcher length = LENGTH.matcher(type.replace("[]", ""));
        return type.startsWith("character") && length.find() && Integer.parseInt(length.group(1)) < UUID_LENGTH;
    }
}
