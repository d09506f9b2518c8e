// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.stage;

import java.util.List;

/**
 * Ids that a stage used, compared with the recipe.
 *
 * @param documents of which the stage reported
 * @param right documents for which it used the recipe's id
 * @param wrong documents for which it used another
 * @param unknown documents of which no event named the inputs
 * @param wrongChunks events of chunks whose id is not the recipe's
 * @param fewerRows documents for which it wrote fewer rows than announced, by itself or by the chunker
 * @param samples ids of some documents with fewer rows, at most ten
 */
public record StageIds(
        Stage stage,
        long documents,
        long right,
        long wrong,
        long unknown,
        long wrongChunks,
        long fewerRows,
        List<String> samples) {
    public StageIds {
        samples = List.copyOf(samples);
    }
}
