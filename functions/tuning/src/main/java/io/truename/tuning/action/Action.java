// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.action;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Actions that may be taken without a person. Each has a reverse; its name in the catalog is in small letters with hyphens. */
public enum Action {
    /** The pause keeps every row as it is, and the run goes on from there. */
    PAUSE_MIGRATION("pauses the running migration", "resumes it"),
    /** The newest documents are read before they are asked for, again and again until it is taken back. */
    WARM_CACHE("warms the cache of known look-ups", "ends the warming"),
    /** The numbers of the catalog count instead of tuned ones, which are not trusted while they are not renewed. */
    STATIC_THRESHOLDS("falls back to the thresholds of the catalog", "publishes tuned thresholds again");

    private final String does;
    private final String reverse;

    Action(String does, String reverse) {
        this.does = does;
        this.reverse = reverse;
    }

    /** Its effect, as a part of a sentence that begins with the tuner. */
    public String does() {
        return does;
    }

    /** Its reversal, as a part of such a sentence. */
    public String reverse() {
        return reverse;
    }

    /** Name in the catalog, such as {@code pause-migration}. */
    public String catalogName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Action of that name in the catalog. */
    public static Optional<Action> find(String catalogName) {
        return Arrays.stream(values())
                .filter(action -> action.catalogName().equals(catalogName))
                .findFirst();
    }
}
