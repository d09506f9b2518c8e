// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus;

import io.truename.corpus.mapping.ReferencePattern;
import io.truename.corpus.mapping.ReferencePattern.Form;
import io.truename.postgres.SqlNames;
import java.util.Set;
import java.util.regex.Pattern;

/** SQL expressions for ids in text that a {@link ReferencePattern} describes. */
public final class ReferencePatternSql {
    private static final Pattern SPECIAL = Pattern.compile("[^A-Za-z0-9_ ]");

    private static final Set<String> WITHIN = Set.of(
            "text", "varchar", "bpchar", "citext", "json", "jsonb", "_text", "_varchar", "_bpchar", "_citext", "_json");

    private ReferencePatternSql() {}

    /** Whether ids anywhere in values of a type, by its name in the catalog, are replaced. */
    public static boolean isReplacedWithin(String baseType) {
        return WITHIN.contains(baseType);
    }

    /** Text of an id in a fixed pattern; null if the id is. */
    public static String written(ReferencePattern pattern, String uuid) {
        String text = "(" + uuid + ")::text";
        String form = switch (pattern.form()) {
            case LOWER -> text;
            case UPPER -> "upper(" + text + ")";
            case LOWER_32 -> "replace(" + text + ", '-', '')";
            case UPPER_32 -> "upper(replace(" + text + ", '-', ''))";
        };
        return "(" + SqlNames.literal(pattern.before()) + " || " + form + " || " + SqlNames.literal(pattern.after())
                + ")";
    }

    /** The id in a text of a fixed pattern, as uuid; null if the text has another form. */
    public static String id(ReferencePattern pattern, String text) {
        int digits = isLong(pattern.form()) ? 36 : 32;
        int before = pattern.before().codePointCount(0, pattern.before().length());
        return "CASE WHEN " + text + " COLLATE \"C\" ~ " + regularExpression(pattern) + " THEN substr(" + text + ", "
                + (before + 1) + ", " + digits + ")::uuid END";
    }

    /** Regular expression of the texts of a fixed pattern, as an SQL constant. */
    public static String regularExpression(ReferencePattern pattern) {
        String digit = pattern.form() == Form.LOWER || pattern.form() == Form.LOWER_32 ? "[0-9a-f]" : "[0-9A-F]";
        String id = isLong(pattern.form()) ? digit + "{8}(-" + digit + "{4}){3}-" + digit + "{12}" : digit + "{32}";
        return SqlNames.literal("^" + escaped(pattern.before()) + id + escaped(pattern.after()) + "$");
    }

    /**
     * The ids anywhere in a column's values, as uuid[]. An index over this expression finds them.
     *
     * @param type the column's type
     */
    public static String idsWithin(ReferencePattern pattern, String column, String type) {
        // PostgreSQL allows no index over the text of an array. The function for arrays makes it.
        return "truename.ids_within(" + column + (type.endsWith("]") ? "" : "::text") + ", " + form(pattern) + ")";
    }

    /**
     * The value of a column with the ids of a map replaced wherever they are.
     *
     * @param column expression of the column's type
     * @param type the column's type
     * @param map expression of type jsonb: an object from old id to new id, both in lower case
     */
    public static String replacedWithin(ReferencePattern pattern, String column, String type, String map) {
        String value = type.endsWith("]") ? column + "::text" : column;
        String replaced = "truename.replace_ids_within(" + value + ", " + map + ", " + form(pattern) + ")";
        return type.endsWith("]") ? "CAST(" + replaced + " AS " + type + ")" : replaced;
    }

    private static String form(ReferencePattern pattern) {
        return "'" + pattern.form().placeholder().replaceAll("[{}]", "") + "'::text";
    }

    private static boolean isLong(Form form) {
        return form == Form.LOWER || form == Form.UPPER;
    }

    private static String escaped(String text) {
        return SPECIAL.matcher(text).replaceAll(found -> found.group().codePointAt(0) < 128 ? "\\\\$0" : "$0");
    }
}
