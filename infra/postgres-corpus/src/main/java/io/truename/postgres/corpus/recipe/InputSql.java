// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.recipe;

import io.truename.corpus.mapping.JsonPath;
import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.ImportedHashes;
import io.truename.corpus.schema.RecipeInput;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.TableSql;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** SQL expressions of type text for inputs of a recipe. An expression is null where the input is absent or cannot be read. */
final class InputSql {
    private static final String UUID = "'^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$'";
    private static final String WHOLE = "'^-?[0-9]{1,18}$'";

    private static final Set<String> ONE_FORM = Set.of("uuid", "smallint", "integer", "bigint");

    private InputSql() {}

    static String text(RecipeInput input, String alias) {
        if (input instanceof RecipeInput.OfColumn plain) {
            String column = RecipeSql.column(plain.column(), alias);
            return plain.column().type().equals("bytea") ? "encode(" + column + ", 'hex')" : column + "::text";
        }
        if (input instanceof RecipeInput.Constant constant) {
            return literal(constant.value());
        }
        if (input instanceof RecipeInput.OfJson json) {
            return json(json, alias);
        }
        if (input instanceof RecipeInput.FirstOf first) {
            return first.inputs().stream()
                    .map(one -> text(one, alias))
                    .collect(Collectors.joining(", ", "COALESCE(", ")"));
        }
        if (input instanceof RecipeInput.Sha256Of computed) {
            return sha256(computed.columns(), alias);
        }
        if (input instanceof RecipeInput.FromBase64 decoded) {
            return "truename.base64_to_hex(" + text(decoded.text(), alias) + ")";
        }
        if (input instanceof RecipeInput.Imported imported) {
            String there = alias + "x";
            return "(SELECT encode(" + there + ".sha256, 'hex') FROM " + TableSql.quoted(ImportedHashes.TABLE) + " AS "
                    + there + " WHERE " + there + ".key = " + importKey(imported.key(), alias) + ")";
        }
        return ofTable((RecipeInput.OfTable) input, alias);
    }

    /** Key of an imported hash in its canonical form; a value of these types has only one. */
    private static String importKey(RecipeInput key, String alias) {
        return key.plainColumn()
                .filter(column -> ONE_FORM.contains(column.type()))
                .map(column -> RecipeSql.column(column, alias) + "::text")
                .orElseGet(() -> "truename.content_hash_key(" + text(key, alias) + ") COLLATE \"C\"");
    }

    /** Text constant, for sessions with standard_conforming_strings on. */
    private static String literal(String text) {
        return SqlNames.literal(text) + "::text";
    }

    private static String json(RecipeInput.OfJson json, String alias) {
        String column = RecipeSql.column(json.column(), alias);
        String value = json.column().type().startsWith("json") ? column : "truename.text_to_json(" + column + "::text)";
        String path = json.path().steps().stream()
                .map(step -> literal(((JsonPath.Member) step).name()))
                .collect(Collectors.joining(", ", "ARRAY[", "]"));
        return "(" + value + " #>> " + path + ")";
    }

    private static String sha256(List<Column> columns, String alias) {
        if (columns.size() == 1) {
            return "encode(sha256(" + bytes(columns.get(0), alias) + "), 'hex')";
        }
        return columns.stream()
                .map(column -> bytes(column, alias))
                .map(bytes -> "int8send(octet_length(" + bytes + ")) || " + bytes)
                .collect(Collectors.joining(" || ", "encode(sha256(", "), 'hex')"));
    }

    private static String bytes(Column column, String alias) {
        String value = RecipeSql.column(column, alias);
        return column.type().equals("bytea") ? value : "convert_to(" + value + "::text, 'UTF8')";
    }

    private static String ofTable(RecipeInput.OfTable other, String alias) {
        String there = alias + "x";
        String from = " FROM " + TableSql.quoted(other.table()) + " AS " + there + " WHERE "
                + other.where().stream()
                        .map(match -> RecipeSql.column(match.column(), there) + " = "
                                + comparable(match.input(), match.column(), alias))
                        .collect(Collectors.joining(" AND "));
        String value = text(other.take(), there);
        // Of several rows with one value it is that value; of several values none is right.
        return other.single()
                ? "(SELECT " + value + from + ")"
                : "(SELECT CASE WHEN min(v) = max(v) THEN min(v) END FROM (SELECT (" + value + ") COLLATE \"C\" AS v"
                        + from + ") AS " + there + "v)";
    }

    /** Input in the type of a column, so that an index on the column finds it; null if the column cannot hold it. */
    private static String comparable(RecipeInput input, Column column, String alias) {
        boolean same = input.plainColumn()
                .filter(own -> own.type().equals(column.type()))
                .isPresent();
        if (same) {
            return RecipeSql.column(input.plainColumn().orElseThrow(), alias);
        }
        String text = text(input, alias);
        return switch (column.type()) {
            case "uuid" -> checked(text, UUID, "uuid");
            case "smallint", "integer", "bigint" -> checked(text, WHOLE, "bigint");
            case "citext" -> text + "::" + column.type();
            default -> column.type().startsWith("character(") ? text + "::bpchar" : text;
        };
    }

    /** Text of a pattern, in a type; null if it does not match. The text is computed once. */
    static String checked(String text, String pattern, String type) {
        return "(SELECT CASE WHEN checked.v ~ " + pattern + " THEN checked.v::" + type + " END FROM (SELECT " + text
                + " AS v OFFSET 0) AS checked)";
    }

    /** Names of the columns that inputs read, each once. */
    static List<String> columns(RecipeInput... inputs) {
        return java.util.Arrays.stream(inputs)
                .flatMap(input -> input.columns().stream())
                .map(Column::name)
                .distinct()
                .toList();
    }
}
