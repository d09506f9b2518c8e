// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import java.util.List;
import java.util.function.Predicate;

/**
 * Values of a place in a sample.
 *
 * @param values those that are not null
 * @param rows number of rows in the sample
 */
record PlaceValues(Place place, ColumnFacts column, List<String> values, int rows) {
    PlaceValues {
        values = List.copyOf(values);
    }

    /** Whether there are values, and each of them passes. */
    boolean all(Predicate<String> test) {
        return !values.isEmpty() && values.stream().allMatch(test);
    }

    /** Share of the rows that have a value; 0 without rows. */
    double share() {
        return rows == 0 ? 0 : values.size() / (double) rows;
    }

    int missing() {
        return rows - values.size();
    }

    /** Words of the column's name, or of all members on the way. */
    List<String> words() {
        return place.words();
    }
}
