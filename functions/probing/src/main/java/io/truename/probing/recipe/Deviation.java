// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.recipe;

import java.util.function.Predicate;

/**
 * One way in which a wrong recipe departs from the right one.
 *
 * @param code stable: it becomes part of fingerprints
 * @param phrase continues a sentence that begins with "Computed"
 * @param change departs from the draft; false if that would change nothing or an input is absent
 */
record Deviation(Part part, String code, String phrase, Predicate<NameDraft> change) {
    /** Part of the recipe. A wrong recipe departs in each part at most once. Drafts are changed in this order. */
    enum Part {
        NAMESPACE,
        HASH,
        FIRST_FIELD,
        SECOND_FIELD,
        THIRD_FIELD,
        FOURTH_FIELD,
        WHITE_SPACE,
        ORDER,
        SEPARATOR,
        CASE,
        ENCODING
    }
}
