// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import io.truename.corpus.schema.TableName;
import io.truename.identity.UuidText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Table as a proposal sees it: its entry in the catalog, and a sample of its rows.
 *
 * @param rows number of rows
 * @param estimated whether that is an estimate
 * @param comment empty if it has none
 * @param uniqueKeys columns of each key that is unique over all rows, the primary key first
 * @param sample values by place, long ones cut; a null has no entry; of bytes their hex digits
 */
public record TableFacts(
        TableName name,
        long rows,
        boolean estimated,
        String comment,
        List<ColumnFacts> columns,
        List<List<String>> uniqueKeys,
        List<Map<Place, String>> sample) {
    public TableFacts {
        columns = List.copyOf(columns);
        uniqueKeys = uniqueKeys.stream().map(List::copyOf).toList();
        sample = List.copyOf(sample);
    }

    Optional<ColumnFacts> column(String column) {
        return columns.stream()
                .filter(candidate -> candidate.name().equals(column))
                .findFirst();
    }

    /** Columns that are unique on their own, that of the primary key first. */
    public List<ColumnFacts> singleKeys() {
        return uniqueKeys.stream()
                .filter(key -> key.size() == 1)
                .flatMap(key -> column(key.get(0)).stream())
                .distinct()
                .toList();
    }

    /** Every place with its values in the sample: columns in their order, then members of JSON. */
    List<PlaceValues> places() {
        Set<Place> places = new LinkedHashSet<>();
        columns.forEach(column -> places.add(Place.of(column.name())));
        sample.forEach(row -> places.addAll(row.keySet()));
        return places.stream().flatMap(place -> values(place).stream()).toList();
    }

    /** Values of a place; empty if the table has no such column. */
    Optional<PlaceValues> values(Place place) {
        return column(place.column()).map(column -> {
            List<String> values = new ArrayList<>();
            sample.forEach(row -> Optional.ofNullable(row.get(place)).ifPresent(values::add));
            return new PlaceValues(place, column, values, sample.size());
        });
    }

    /**
     * Column that a migration can give new ids: unique on its own, and a UUID, or text that is one in every row of the sample. A key of
     * the catalog's primary key comes first.
     */
    Optional<ColumnFacts> movableId() {
        return singleKeys().stream()
                .filter(column -> column.isUuid()
                        || (column.isText()
                                && values(Place.of(column.name()))
                                        .filter(values -> values.all(UuidText::isUuid))
                                        .isPresent()))
                .findFirst();
    }

    /** Column that identifies rows but can have no new ids, such as a serial number: true ids may be written beside it. */
    Optional<ColumnFacts> fixedKey() {
        return movableId().isPresent()
                ? Optional.empty()
                : singleKeys().stream()
                        .filter(column -> column.isScalar() && !column.nullable())
                        .findFirst();
    }

    /** Column for true ids by its name; a {@code uuid}. */
    Optional<ColumnFacts> trueId() {
        return columns.stream()
                .filter(column -> column.isUuid() && NameWords.of(column.name()).equals(List.of("true", "id")))
                .findFirst();
    }

    /** Words of the table's name. */
    List<String> words() {
        return NameWords.of(name.name());
    }
}
