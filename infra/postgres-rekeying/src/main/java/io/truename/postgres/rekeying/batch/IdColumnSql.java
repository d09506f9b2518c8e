// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.batch;

import io.truename.corpus.mapping.JsonPath;
import io.truename.corpus.mapping.ReferencePattern;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.IdType;
import io.truename.corpus.schema.TextForm;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.IdIndexSql;
import io.truename.postgres.corpus.ReferencePatternSql;
import java.util.List;

/**
 * SQL expressions for an id column: an id in the column's type and form, a condition for rows that hold given ids, and the column's
 * value with ids replaced.
 */
public final class IdColumnSql {
    /** PostgreSQL's MAXDIM. */
    private static final int MOST_DIMENSIONS = 6;

    private IdColumnSql() {}

    /** Whether the column holds exactly one id, and nothing else. */
    public static boolean isScalar(IdColumn idColumn) {
        return idColumn.type() == IdType.UUID
                || (idColumn.type() == IdType.TEXT && idColumn.pattern().isEmpty());
    }

    /** Converts a uuid expression to the form of a scalar id column. */
    public static String written(IdColumn idColumn, String uuid) {
        if (idColumn.type() == IdType.UUID) {
            return uuid;
        }
        String text = text(idColumn, uuid);
        return idColumn.column().type().startsWith("character(") ? text + "::bpchar" : text;
    }

    /** Qualified name of the column. */
    public static String column(IdColumn idColumn, String alias) {
        return alias + "." + SqlNames.quoted(idColumn.column().name());
    }

    /**
     * Condition for rows that hold one of the ids; it can use an index on the column.
     *
     * @param ids expression of type uuid[]
     */
    public static String holds(IdColumn idColumn, String alias, String ids) {
        String column = column(idColumn, alias);
        return switch (idColumn.type()) {
            case UUID -> column + " = ANY (" + ids + ")";
            case TEXT -> column + " = ANY (" + textsOfItsType(idColumn, ids) + ")";
            case UUID_ARRAY -> column + " && " + ids;
            case TEXT_ARRAY -> column + " && " + textsOfItsType(idColumn, ids);
            case JSONB -> holdsInJson(idColumn, column, texts(idColumn, ids));
            case WITHIN -> IdIndexSql.expression(idColumn, column).orElseThrow() + " && " + ids;
        };
    }

    /** Map of ids for {@link #replaced}, from a bound text. As a subquery it is parsed once, and not for each row. */
    public static String map(String parameter) {
        return "(SELECT " + parameter + "::jsonb)";
    }

    /**
     * Condition for rows that hold an id of the map, for rows that are read anyway: it compares no row with every id, and uses no index.
     *
     * @param map expression as of {@link #map}
     */
    public static String holdsKeyOf(IdColumn idColumn, String alias, String map) {
        String column = column(idColumn, alias);
        return switch (idColumn.type()) {
            case UUID -> isKey(map, column);
            case TEXT -> isKey(idColumn, map, column + "::text");
            case UUID_ARRAY -> "EXISTS (SELECT FROM unnest(" + column + ") AS v WHERE " + isKey(map, "v") + ")";
            case TEXT_ARRAY ->
                "EXISTS (SELECT FROM unnest(" + column + ") AS v WHERE " + isKey(idColumn, map, "v::text") + ")";
            case JSONB ->
                "EXISTS (SELECT FROM "
                        + elements(column, idColumn.path().orElseThrow().steps()) + " AND "
                        + isKey(idColumn, map, "(leaf #>> '{}')") + ")";
            case WITHIN ->
                "EXISTS (SELECT FROM unnest("
                        + IdIndexSql.expression(idColumn, column).orElseThrow() + ") AS v WHERE " + isKey(map, "v")
                        + ")";
        };
    }

    private static String isKey(String map, String uuid) {
        return "jsonb_exists(" + map + ", " + uuid + "::text)";
    }

    private static String isKey(IdColumn idColumn, String map, String text) {
        if (idColumn.pattern().isPresent()) {
            return isKey(map, "(" + ReferencePatternSql.id(idColumn.pattern().get(), text) + ")");
        }
        return idColumn.form() == TextForm.UPPER
                ? "(" + isKey(map, "lower(" + text + ")") + " AND " + text + " = upper(" + text + "))"
                : isKey(map, text);
    }

    /**
     * Value of the column, with every id in the map replaced.
     *
     * @param column expression: the column, or the result of an earlier replacement
     * @param map expression of type jsonb: an object from old id to new id, both in lower case
     */
    public static String replaced(IdColumn idColumn, String column, String map) {
        return switch (idColumn.type()) {
            case UUID -> "COALESCE((" + map + " ->> " + column + "::text)::uuid, " + column + ")";
            case TEXT -> "COALESCE(" + found(idColumn, map, column + "::text") + ", " + column + ")";
            case UUID_ARRAY ->
                replacedInArray(
                        column, "COALESCE((" + map + " ->> element.value::text)::uuid, element.value)", "uuid[]");
            case TEXT_ARRAY ->
                replacedInArray(
                        column,
                        "COALESCE(" + found(idColumn, map, "element.value::text") + ", element.value)",
                        "text[]");
            case JSONB ->
                replacedInJson(
                        idColumn, map, column, idColumn.path().orElseThrow().steps(), 0);
            case WITHIN ->
                ReferencePatternSql.replacedWithin(
                        idColumn.pattern().orElseThrow(),
                        column,
                        idColumn.column().type(),
                        map);
        };
    }

    private static String formed(IdColumn idColumn, String text) {
        return idColumn.form() == TextForm.UPPER ? "upper(" + text + ")" : text;
    }

    private static String text(IdColumn idColumn, String uuid) {
        return idColumn.pattern()
                .map(pattern -> ReferencePatternSql.written(pattern, uuid))
                .orElseGet(() -> formed(idColumn, "(" + uuid + ")::text"));
    }

    private static String texts(IdColumn idColumn, String ids) {
        return idColumn.form() == TextForm.UPPER || idColumn.pattern().isPresent()
                ? "ARRAY(SELECT " + text(idColumn, "id") + " FROM unnest(" + ids + ") AS id)"
                : ids + "::text[]";
    }

    /** The ids are converted, and not the column: an index over it would not be used. */
    private static String textsOfItsType(IdColumn idColumn, String ids) {
        String type = idColumn.column().type();
        String element = type.startsWith("character(") ? "bpchar" : type.startsWith("character v") ? "varchar" : "text";
        return "(" + texts(idColumn, ids) + ")::" + element + "[]";
    }

    private static String found(IdColumn idColumn, String map, String text) {
        if (idColumn.pattern().isPresent()) {
            ReferencePattern pattern = idColumn.pattern().get();
            return ReferencePatternSql.written(
                    pattern, map + " ->> (" + ReferencePatternSql.id(pattern, "(" + text + ")") + ")::text");
        }
        return idColumn.form() == TextForm.UPPER ? "upper(" + map + " ->> lower(" + text + "))" : map + " ->> " + text;
    }

    /**
     * Rebuilds an array that has several dimensions, or whose first index is not 1. It cannot be built from its elements. It is parsed
     * from its text form, which shows its bounds, with each element as PostgreSQL writes it.
     */
    private static String replacedInArray(String column, String replacement, String type) {
        String elements = " FROM unnest(" + column + ") WITH ORDINALITY AS element (value, place)";
        return "CASE WHEN array_ndims(" + column + ") = 1 AND array_lower(" + column
                + ", 1) = 1 THEN (SELECT array_agg(" + replacement + " ORDER BY element.place)" + elements
                + ") WHEN cardinality(" + column + ") > 0 THEN (array_dims(" + column
                + ") || '=' || (SELECT string_agg(CASE WHEN element.place > 1 THEN ',' ELSE '' END || repeat('{', "
                + braces(column, "element.place - 1") + ") || regexp_replace(CAST(ARRAY[" + replacement
                + "] AS text), '^\\{(.*)\\}$', '\\1') || repeat('}', " + braces(column, "element.place")
                + "), '' ORDER BY element.place)" + elements + "))::" + type + " ELSE " + column + " END";
    }

    /** Braces of the dimensions that begin, or end, after a number of elements. */
    private static String braces(String column, String elements) {
        StringBuilder sum = new StringBuilder();
        StringBuilder size = new StringBuilder("1");
        for (int dimension = MOST_DIMENSIONS; dimension >= 1; dimension--) {
            size.append(" * COALESCE(array_length(")
                    .append(column)
                    .append(", ")
                    .append(dimension)
                    .append("), 1)");
            sum.append(sum.length() == 0 ? "" : " + ")
                    .append("CASE WHEN array_ndims(")
                    .append(column)
                    .append(") >= ")
                    .append(dimension)
                    .append(" AND (")
                    .append(elements)
                    .append(") % (")
                    .append(size)
                    .append(") = 0 THEN 1 ELSE 0 END");
        }
        return sum.toString();
    }

    /** Through arrays, an index finds rows by all values; among these, only strings at the very path count. */
    private static String holdsInJson(IdColumn idColumn, String column, String texts) {
        String values = "(" + IdIndexSql.expression(idColumn, column).orElseThrow() + ")";
        return IdIndexSql.hasSeveral(idColumn)
                ? "(" + values + " ?| " + texts + " AND EXISTS (SELECT FROM "
                        + elements(column, idColumn.path().orElseThrow().steps())
                        + " AND (leaf #>> '{}') = ANY (" + texts + ")))"
                : values + " = ANY (" + texts + ")";
    }

    /** Subquery of the leaves at a path, as {@code leaf}; the caller appends conditions. */
    public static String elements(String column, List<JsonPath.Step> steps) {
        StringBuilder from = new StringBuilder();
        String value = column;
        for (int i = 0; i < steps.size(); i++) {
            String next = "level" + i;
            if (steps.get(i) instanceof JsonPath.Member member) {
                from.append(from.length() == 0 ? "" : " CROSS JOIN LATERAL ")
                        .append("(SELECT ")
                        .append(value)
                        .append(" -> ")
                        .append(SqlNames.literal(member.name()))
                        .append(" AS v) AS ")
                        .append(next);
            } else {
                from.append(from.length() == 0 ? "" : " CROSS JOIN LATERAL ")
                        .append("jsonb_array_elements(CASE WHEN jsonb_typeof(")
                        .append(value)
                        .append(") = 'array' THEN ")
                        .append(value)
                        .append(" END) AS ")
                        .append(next)
                        .append(" (v)");
            }
            value = next + ".v";
        }
        return from + " CROSS JOIN LATERAL (SELECT " + value
                + " AS leaf) AS leaves WHERE jsonb_typeof(leaf) = 'string'";
    }

    private static String replacedInJson(
            IdColumn idColumn, String map, String value, List<JsonPath.Step> steps, int level) {
        if (level == steps.size()) {
            return "CASE WHEN jsonb_typeof(" + value + ") = 'string' THEN COALESCE(to_jsonb("
                    + found(idColumn, map, "(" + value + " #>> '{}')") + "), " + value + ") ELSE " + value + " END";
        }
        if (steps.get(level) instanceof JsonPath.Member member) {
            String name = SqlNames.literal(member.name());
            String inner = replacedInJson(idColumn, map, "(" + value + " -> " + name + ")", steps, level + 1);
            return "CASE WHEN jsonb_typeof(" + value + ") = 'object' AND jsonb_exists(" + value + ", " + name
                    + ") THEN jsonb_set(" + value + ", ARRAY[" + name + "], " + inner + ") ELSE " + value + " END";
        }
        String element = "element" + level;
        String inner = replacedInJson(idColumn, map, element + ".value", steps, level + 1);
        return "CASE WHEN jsonb_typeof(" + value + ") = 'array' THEN COALESCE((SELECT jsonb_agg(" + inner + " ORDER BY "
                + element + ".place) FROM jsonb_array_elements(" + value + ") WITH ORDINALITY AS " + element
                + " (value, place)), " + value + ") ELSE " + value + " END";
    }
}
