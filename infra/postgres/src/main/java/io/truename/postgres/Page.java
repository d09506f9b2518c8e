// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Page of a list.
 *
 * @param next cursor of the next page; empty at the end
 */
public record Page<T>(List<T> items, Optional<String> next) {
    public Page {
        items = List.copyOf(items);
    }

    /** Makes a page of a result that was read with one row more than {@code limit}. */
    public static <T> Page<T> of(List<T> oneMore, int limit, Function<T, String> cursor) {
        if (oneMore.size() <= limit) {
            return new Page<>(oneMore, Optional.empty());
        }
        List<T> items = oneMore.subList(0, limit);
        return new Page<>(items, Optional.of(cursor.apply(items.get(limit - 1))));
    }
}
