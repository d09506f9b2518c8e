// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.recipe;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A recipe that made wrong ids, as its deviations from the right one.
 *
 * @param codes such as {@code namespace.dns}, in the order of the recipe's parts; at least one
 */
public record WrongRecipe(List<String> codes) {
    /** Code of chunk ids that were computed from the id of another document. */
    public static final String OTHER_PARENT = "document.other";

    static final WrongRecipe OF_ANOTHER_PARENT = new WrongRecipe(List.of(OTHER_PARENT));

    public WrongRecipe {
        codes = List.copyOf(codes);
        if (codes.isEmpty()) {
            throw new IllegalArgumentException("codes: a recipe without a deviation is not wrong");
        }
    }

    /** Reads the text that {@link #detail} wrote. */
    public static WrongRecipe parse(String detail) {
        return new WrongRecipe(List.of(detail.split(" ", -1)));
    }

    /** Text that distinguishes it from others in fingerprints. */
    public String detail() {
        return String.join(" ", codes);
    }

    /** The recipe as a sentence. */
    public String sentence() {
        return "Computed " + codes.stream().map(Deviations::phrase).collect(Collectors.joining(", ")) + ".";
    }
}
