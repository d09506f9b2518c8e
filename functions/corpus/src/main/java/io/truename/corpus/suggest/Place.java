// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import io.truename.corpus.mapping.Input;
import io.truename.corpus.mapping.JsonPath;
import io.truename.corpus.mapping.QualifiedName;
import java.util.List;
import java.util.Optional;

/**
 * Place of a value in a row: a column, or a member of the JSON in one.
 *
 * @param path members only
 */
public record Place(String column, Optional<JsonPath> path) {
    /** Place of a column's own value. */
    public static Place of(String column) {
        return new Place(column, Optional.empty());
    }

    /** Place in the JSON of a column. */
    public static Place of(String column, JsonPath path) {
        return new Place(column, Optional.of(path));
    }

    /** Words of the column's name, or of all members on the way. */
    List<String> words() {
        return path.map(members -> members.steps().stream()
                        .flatMap(step -> NameWords.of(((JsonPath.Member) step).name()).stream())
                        .toList())
                .orElseGet(() -> NameWords.of(column));
    }

    /** The place as an input of a recipe. */
    Input input() {
        QualifiedName name = new QualifiedName(List.of(column));
        return path.<Input>map(members -> new Input.OfJson(name, members)).orElseGet(() -> new Input.OfColumn(name));
    }

    /** For people: {@code meta} or {@code meta at $.data.checksum}. */
    @Override
    public String toString() {
        return path.map(members -> column + " at " + members.shortest()).orElse(column);
    }
}
