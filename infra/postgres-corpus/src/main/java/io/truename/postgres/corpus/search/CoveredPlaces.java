// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.search;

import io.truename.corpus.mapping.JsonPath;
import io.truename.corpus.mapping.ReferencePattern;
import io.truename.corpus.reference.IdToken;
import io.truename.corpus.reference.JsonPlace;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.TableName;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Places of a table that the mapping or a foreign key covers. */
final class CoveredPlaces {
    private record Path(String column, JsonPath path) {}

    private record Text(String column, Optional<JsonPath> path, ReferencePattern pattern) {}

    private record Within(String column, String placeholder, int space) {}

    private final Set<String> columns = new HashSet<>();
    private final Set<Path> paths = new HashSet<>();
    private final Set<Text> texts = new HashSet<>();
    private final Set<Within> within = new HashSet<>();

    CoveredPlaces(CorpusSchema schema, TableName table) {
        schema.tables().stream()
                .filter(candidate -> candidate.relation().name().equals(table))
                .flatMap(candidate -> candidate.idColumns().stream())
                .forEach(this::add);
    }

    private void add(IdColumn idColumn) {
        String column = idColumn.column().name();
        if (idColumn.pattern().isPresent()) {
            ReferencePattern pattern = idColumn.pattern().get();
            if (pattern.anywhere()) {
                within.add(new Within(column, pattern.form().placeholder(), idColumn.space()));
            } else {
                texts.add(new Text(column, idColumn.path(), pattern));
            }
        } else if (idColumn.path().isPresent()) {
            paths.add(new Path(column, idColumn.path().get()));
        } else {
            columns.add(column);
        }
    }

    /** Whether an id in a form is covered wherever it is in the column's values. */
    boolean covers(SearchedColumn column, IdToken token, int space) {
        return within.contains(new Within(column.name(), token.placeholder(), space));
    }

    /** Whether a text with one id is covered by a pattern. */
    boolean covers(SearchedColumn column, JsonPlace place, String text) {
        return texts.stream()
                .anyMatch(covered -> covered.column.equals(column.name())
                        && (covered.path.isEmpty() || covered.path.equals(place.path()))
                        && covered.pattern.matches(text));
    }

    /** Whether the whole column is covered. */
    boolean covers(SearchedColumn column) {
        return columns.contains(column.name());
    }

    boolean covers(SearchedColumn column, JsonPlace place) {
        return place.path()
                .filter(path -> paths.contains(new Path(column.name(), path)))
                .isPresent();
    }
}
