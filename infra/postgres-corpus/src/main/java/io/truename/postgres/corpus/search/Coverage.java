// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.search;

import io.truename.corpus.assess.UndeclaredReferences.Found;
import io.truename.corpus.mapping.JsonPath;
import io.truename.corpus.mapping.Mapping.SoftReference;
import io.truename.corpus.mapping.QualifiedName;
import io.truename.corpus.mapping.SoftReferenceLine;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.search.SearchState.Group;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Coverage of finds by a mapping: the line of the mapping that makes a run change them, or the reason why there is none. */
final class Coverage {
    private static final int LENGTH_OF_AN_ID = 36;
    private static final Set<String> TEXTS = Set.of("text", "varchar", "bpchar");
    private static final Set<String> ARRAYS = Set.of("_uuid", "_text", "_varchar", "_bpchar");

    private final SearchedTable table;
    private final IdLookup ids;

    Coverage(SearchedTable table, IdLookup ids) {
        this.table = table;
        this.ids = ids;
    }

    /** Line, or obstacle; both, if the line is right once the obstacle is removed. */
    private record Answer(String line, String obstacle) {}

    Found found(Group group, long read) {
        SearchedColumn column = group.column();
        Answer answer = answer(group, column);
        String pattern = group.pattern().text(group.rows());
        return new Found(
                table.name() + "." + column.name(),
                column.kind() == SearchedColumn.Kind.ARRAY
                                || !group.place().steps().isEmpty()
                                || group.key()
                        ? group.place().toString()
                        : "",
                group.key() ? '"' + pattern + "\":" : pattern,
                group.spaces().stream().map(ids::table).toList(),
                group.rows(),
                group.old(),
                read,
                answer.line,
                answer.obstacle);
    }

    private Answer answer(Group group, SearchedColumn column) {
        if (group.key()) {
            return no("They are keys of a JSON object, and only values are changed.");
        }
        if (!group.pattern().whole()) {
            return no("Each is a part of a longer text, and only whole values are changed.");
        }
        if (!group.pattern().replaceable()) {
            return no("Only ids of 8-4-4-4-12 hex digits of one case are changed.");
        }
        if (group.spaces().size() > 1) {
            return no("They are ids of several tables.");
        }
        if (table.inherits()) {
            return no("Other tables inherit from this one.");
        }
        List<String> steps = group.place().steps();
        String base = column.baseType();
        if (base.equals("jsonb") || base.equals("json")) {
            Optional<JsonPath> path = group.place().path();
            if (path.isEmpty()) {
                return no("No path of a mapping leads to them: the member's name varies, or there are no steps, or too"
                        + " many.");
            }
            return base.equals("jsonb")
                    ? new Answer(line(column, path, group), "")
                    : new Answer(line(column, path, group), alter(column, "jsonb"));
        }
        if (column.kind() == SearchedColumn.Kind.ARRAY) {
            return ARRAYS.contains(base) && steps.equals(List.of(io.truename.corpus.reference.JsonPlace.EVERY_ELEMENT))
                    ? new Answer(line(column, Optional.empty(), group), "")
                    : no("Arrays are changed if they have one dimension and uuid or text as their elements.");
        }
        if (!steps.isEmpty()) {
            return no("The column holds JSON as text. They can be covered in a column of type jsonb.");
        }
        if (base.equals("citext") || base.equals("name")) {
            return new Answer(line(column, Optional.empty(), group), alter(column, "text"));
        }
        if (TEXTS.contains(base) && column.most() > 0 && column.most() < LENGTH_OF_AN_ID) {
            return no("The column is too short for an id.");
        }
        return new Answer(line(column, Optional.empty(), group), "");
    }

    private static Answer no(String obstacle) {
        return new Answer("", obstacle);
    }

    private String alter(SearchedColumn column, String type) {
        return "A column of type " + column.type() + " cannot be mapped. ALTER TABLE " + TableSql.quoted(table.name())
                + " ALTER COLUMN " + SqlNames.quoted(column.name()) + " TYPE " + type + ";";
    }

    private String line(SearchedColumn column, Optional<JsonPath> path, Group group) {
        return SoftReferenceLine.of(
                new SoftReference(
                        new QualifiedName(
                                List.of(table.name().schema(), table.name().name())),
                        new QualifiedName(List.of(column.name())),
                        path,
                        group.spaces().get(0)),
                ids.chunkTables());
    }
}
