// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.assess;

import java.util.Optional;

/**
 * A document as an assessment sees it.
 *
 * @param user as stored; the empty text when it has none
 * @param version {@code v1} to {@code v8}, {@code nil}, {@code other} or {@code no UUID}
 * @param ofOurVersion whether the id has the version and variant that the recipe makes
 * @param month of its upload, as {@code 2026-11}, in UTC
 * @param status as stored
 * @param recent whether it is younger than the days that count as recent
 * @param refusedField the first input of the recipe that is not legal: no true id can be computed
 * @param idTrue whether its id matches the recipe
 * @param untrueChunks of its chunks, those whose id is not
 */
public record ScannedDocument(
        String user,
        String version,
        boolean ofOurVersion,
        Optional<String> month,
        Optional<String> status,
        boolean recent,
        Optional<String> refusedField,
        boolean idTrue,
        long chunks,
        long untrueChunks) {
    /** Whether a user who computes ids finds it and all its chunks. */
    public boolean retrievable() {
        return refusedField.isEmpty() && idTrue && untrueChunks == 0;
    }

    /** Whether a migration changes it or its chunks. */
    public boolean toMove() {
        return refusedField.isEmpty() && !retrievable();
    }

    DocumentCounts counts() {
        return new DocumentCounts(
                1,
                toMove() ? 1 : 0,
                chunks == 0 ? 1 : 0,
                retrievable() ? 1 : 0,
                toMove() && chunks > 0 ? 1 : 0,
                chunks,
                refusedField.isEmpty() ? untrueChunks : 0);
    }
}
