// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import io.truename.edge.json.FieldProblems;
import java.util.List;

/** Result of parsing a body: all of its items, or all of its problems. */
sealed interface ParseResult<T> {
    /**
     * Every item, in the order of the body.
     *
     * @param bare whether the body was one item without a batch around it
     */
    record Items<T>(List<T> items, boolean bare) implements ParseResult<T> {}

    /** At least one problem: no item is used. */
    record Refused<T>(FieldProblems problems) implements ParseResult<T> {}
}
