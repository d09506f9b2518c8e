// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.recipe;

import io.truename.probing.finding.FindingKind;
import java.util.List;
import java.util.UUID;

/** Diagnosis of an id that does not match its recipe. */
public sealed interface Diagnosis {
    /** Kind of the finding. */
    FindingKind kind();

    /** Detail of the finding's cause. */
    String detail();

    /** No input gives it: it was drawn at random, or from a clock. */
    record Drawn(String version) implements Diagnosis {
        @Override
        public FindingKind kind() {
            return FindingKind.ID_RANDOM;
        }

        @Override
        public String detail() {
            return version;
        }
    }

    /** A wrong recipe gives it. */
    record Explained(WrongRecipe recipe) implements Diagnosis {
        @Override
        public FindingKind kind() {
            return FindingKind.ID_WRONG_RECIPE;
        }

        @Override
        public String detail() {
            return recipe.detail();
        }
    }

    /**
     * Several wrong recipes give it, because they do the same to its inputs. Other ids of the page tell which it is.
     *
     * @param recipes at least two
     */
    record Ambiguous(List<WrongRecipe> recipes) implements Diagnosis {
        public Ambiguous {
            recipes = List.copyOf(recipes);
        }

        @Override
        public FindingKind kind() {
            return FindingKind.ID_WRONG_RECIPE;
        }

        @Override
        public String detail() {
            return recipes.get(0).detail();
        }
    }

    /** The right recipe gives it for a chunk of another document. */
    record OfAnotherParent(UUID parent) implements Diagnosis {
        @Override
        public FindingKind kind() {
            return FindingKind.REFERENCE_WRONG_PARENT;
        }

        @Override
        public String detail() {
            return WrongRecipe.OTHER_PARENT;
        }
    }

    /** It was computed, or written by hand, in a way that is not known. */
    record Unexplained(String version) implements Diagnosis {
        /** Diagnosis of an id of which only the bits are known. */
        public static Unexplained of(UUID id) {
            return new Unexplained(IdVersion.code(id));
        }

        @Override
        public FindingKind kind() {
            return FindingKind.ID_WRONG_RECIPE;
        }

        @Override
        public String detail() {
            return "unexplained." + version;
        }
    }
}
