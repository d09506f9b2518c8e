// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.suggest;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.ComparedColumns;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.RecipeInput;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.corpus.suggest.Collision;
import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.recipe.RecipeSql;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Columns in which two rows of one name differ, so that a run would set one aside. References and inputs are left out: a run compares
 * them as they are after the merge.
 */
final class DifferingColumns {
    private DifferingColumns() {}

    static List<String> of(Session session, CorpusSchema schema, Collision collision) {
        RekeyedTable table = schema.table(collision.table());
        Column id = id(table);
        Set<String> left = new HashSet<>();
        if (collision.table().equals(schema.documents().table())) {
            left.addAll(RecipeSql.columns(schema.documents()));
        }
        schema.chunks().stream()
                .filter(chunks -> chunks.table().equals(collision.table()))
                .forEach(chunks -> {
                    left.addAll(RecipeSql.columns(chunks));
                    // Chunks of one position may differ in what they are numbered by.
                    if (chunks.ordinal() instanceof RecipeInput.Position position) {
                        position.columns().forEach(column -> left.remove(column.name()));
                    }
                });
        table.idColumns().forEach(idColumn -> left.add(idColumn.column().name()));
        List<String> compared = ComparedColumns.of(schema, table).stream()
                .map(Column::name)
                .filter(name -> !left.contains(name))
                .toList();
        if (compared.isEmpty()) {
            return List.of();
        }
        String differ = compared.stream()
                .map(SqlNames::quoted)
                .map(name -> "a." + name + "::text IS DISTINCT FROM b." + name + "::text")
                .collect(Collectors.joining(", ", "ARRAY[", "]"));
        String name = SqlNames.quoted(id.name());
        String type = id.type().equals("uuid") ? "uuid" : id.type().startsWith("character(") ? "bpchar" : "text";
        String from = TableSql.quoted(collision.table());
        List<Boolean[]> answers = session.list(
                "/* truename:suggest */ SELECT " + differ + " AS differ FROM " + from + " AS a, " + from
                        + " AS b WHERE a." + name + " = CAST($1 AS " + type + ") AND b." + name + " = CAST($2 AS "
                        + type + ")",
                row -> row.get("differ", Boolean[].class),
                collision.ids().get(0),
                collision.ids().get(1));
        List<String> differing = new ArrayList<>();
        for (Boolean[] answer : answers) {
            for (int i = 0; i < answer.length; i++) {
                if (answer[i]) {
                    differing.add(compared.get(i));
                }
            }
        }
        return differing;
    }

    private static Column id(RekeyedTable table) {
        return table.idColumns().stream()
                .filter(idColumn -> idColumn.origin() == IdColumn.Origin.ID)
                .findFirst()
                .orElseThrow()
                .column();
    }
}
