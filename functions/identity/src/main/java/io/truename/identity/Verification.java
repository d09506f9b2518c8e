// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

import java.util.UUID;

/** Result of verifying an id against the recipe for an input. */
public sealed interface Verification {
    /** Whether the claimed id matches the recipe. */
    boolean matches();

    /**
     * The claimed id matches the recipe.
     *
     * @param id the id, both claimed and given by the recipe
     */
    record Match(Identifier id) implements Verification {
        @Override
        public boolean matches() {
            return true;
        }
    }

    /**
     * The claimed id does not match the recipe.
     *
     * @param expected the id that the recipe gives
     * @param claimed the claimed id
     */
    record Mismatch(Identifier expected, UUID claimed) implements Verification {
        @Override
        public boolean matches() {
            return false;
        }

        /** Probable origin of the claimed id, judged by its bits, as one readable sentence. */
        public String reason() {
            if (claimed.variant() != 2) {
                return "The claimed id is not of the RFC 9562 variant, so no recipe made it.";
            }
            if (claimed.version() == 4) {
                return "The claimed id is random (version 4), so no recipe made it.";
            }
            int version = expected.toUuid().version();
            return claimed.version() == version
                    ? "The claimed id is of the right version " + version
                            + " but was made from other input or under another namespace."
                    : "The claimed id is of version " + claimed.version() + "; this recipe makes version " + version
                            + ".";
        }
    }

    /** Decides by comparing all 128 bits. */
    static Verification of(Identifier expected, UUID claimed) {
        return expected.toUuid().equals(claimed) ? new Match(expected) : new Mismatch(expected, claimed);
    }
}
