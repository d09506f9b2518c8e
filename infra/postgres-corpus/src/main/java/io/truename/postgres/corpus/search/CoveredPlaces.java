// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.search;

import io.truename.corpus.mapping.JsonPath;
import io.truename.corpus.reference.JsonPlace;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.TableName;
import java.util.HashSet;
import java.util.Set;

/** Places of a table that the mapping or a foreign key covers. */
final class CoveredPlaces {
    private record Path(String column, JsonPath path) {}

    private final Set<String> columns = new HashSet<>();
    private final Set<Path> paths = new HashSet<>();

    CoveredPlaces(CorpusSchema schema, TableName table) {
        schema.tables().stream()
                .filter(candidate -> candidate.relation().name().equals(table))
                .flatMap(candidate -> candidate.idColumns().stream())
                .forEach(this::add);
    }

    private void add(IdColumn idColumn) {
        idColumn.path()
                .ifPresentOrElse(
                        path -> paths.add(new Path(idColumn.column().name(), path)),
                        () -> columns.add(idColumn.column().name()));
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
