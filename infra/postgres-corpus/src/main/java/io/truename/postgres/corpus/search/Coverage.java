// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.search;

import io.truename.corpus.assess.UndeclaredReferences.Found;
import io.truename.corpus.mapping.JsonPath;
import io.truename.corpus.mapping.Mapping.SoftReference;
import io.truename.corpus.mapping.QualifiedName;
import io.truename.corpus.mapping.ReferencePattern;
import io.truename.corpus.mapping.SoftReferenceLine;
import io.truename.corpus.reference.JsonPlace;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.ReferencePatternSql;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.search.SearchState.Group;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
        if (group.pattern().forms().isEmpty()) {
            return no("Ids with digits of both cases are not changed: nobody could restore them.");
        }
        if (table.inherits()) {
            return no("Other tables inherit from this one.");
        }
        String base = column.baseType();
        if (base.equals("name")) {
            return new Answer(anywhere(column, group), alter(column));
        }
        Optional<ReferencePattern> fixed = group.key() || group.spaces().size() > 1
                ? Optional.empty()
                : group.pattern().fixed(group.rows());
        if (fixed.isPresent()) {
            Optional<Answer> answer = single(group, column, fixed.get());
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        if (!ReferencePatternSql.isReplacedWithin(base)) {
            return no(
                    group.spaces().size() > 1
                            ? "They are ids of several tables."
                            : "Arrays are changed if they have one dimension and ids, or text with ids, as their elements.");
        }
        return new Answer(anywhere(column, group), "");
    }

    /** Answer for values that are one id each, with fixed text around it; empty if only a pattern of ids anywhere covers them. */
    private Optional<Answer> single(Group group, SearchedColumn column, ReferencePattern fixed) {
        List<String> steps = group.place().steps();
        String base = column.baseType();
        Optional<JsonPath> path = Optional.empty();
        if (base.equals("jsonb")) {
            path = group.place().path();
            if (path.isEmpty()) {
                return Optional.empty();
            }
        } else if (column.kind() == SearchedColumn.Kind.ARRAY) {
            if (!ARRAYS.contains(base) || !steps.equals(List.of(JsonPlace.EVERY_ELEMENT))) {
                return Optional.empty();
            }
        } else if (!steps.isEmpty() || !(TEXTS.contains(base) || base.equals("uuid"))) {
            return Optional.empty();
        }
        boolean plain = group.pattern().replaceable();
        if (plain && TEXTS.contains(base) && column.most() > 0 && column.most() < LENGTH_OF_AN_ID) {
            return Optional.of(no("The column is too short for an id."));
        }
        // The case of ids without text around them is read from the values.
        return Optional.of(new Answer(
                line(
                        column,
                        path,
                        plain ? Optional.empty() : Optional.of(fixed),
                        group.spaces().get(0)),
                ""));
    }

    /** Lines for ids anywhere in the values: one for each spelling and kind of ids. */
    private String anywhere(SearchedColumn column, Group group) {
        return group.pattern().forms().stream()
                .flatMap(form -> group.spaces().stream()
                        .map(space ->
                                line(column, Optional.empty(), Optional.of(ReferencePattern.anywhere(form)), space)))
                .collect(Collectors.joining("\n"));
    }

    private static Answer no(String obstacle) {
        return new Answer("", obstacle);
    }

    private String alter(SearchedColumn column) {
        return "A column of type " + column.type() + " cannot be mapped. ALTER TABLE " + TableSql.quoted(table.name())
                + " ALTER COLUMN " + SqlNames.quoted(column.name()) + " TYPE text;";
    }

    private String line(SearchedColumn column, Optional<JsonPath> path, Optional<ReferencePattern> pattern, int space) {
        return SoftReferenceLine.of(
                new SoftReference(
                        new QualifiedName(
                                List.of(table.name().schema(), table.name().name())),
                        new QualifiedName(List.of(column.name())),
                        path,
                        pattern,
                        space),
                ids.chunkTables());
    }
}
