// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.run;

import java.util.Locale;

/** The part of its work that a run is at. A run that has ended, or waits to be started, is at none. */
public enum Stage {
    /** Writes the first plan. */
    PLANNING(Unit.DOCUMENTS),
    /** Counts the corpus before anything moves. */
    COUNTING(Unit.PAGES),
    /** Tries a sample batch and looks at what must be right before the start. */
    CHECKING(Unit.DOCUMENTS),
    MOVING(Unit.DOCUMENTS),
    /** Looks for what was written meanwhile. */
    REPLANNING(Unit.DOCUMENTS),
    /** Looks for references that were written with ids which their targets have left. */
    LATE_REFERENCES(Unit.PAGES),
    /** Counts the whole corpus after the move. */
    VALIDATING(Unit.PAGES),
    ROLLING_BACK(Unit.DOCUMENTS),
    /** Looks whether everything that was moved back is where it was. */
    VERIFYING_ROLLBACK(Unit.DOCUMENTS);

    private final Unit unit;

    Stage(Unit unit) {
        this.unit = unit;
    }

    /** Unit of progress. */
    public enum Unit {
        DOCUMENTS,
        /** Of tables, as the database stores them: 8 kB each, unless the server is built otherwise. */
        PAGES;

        /** As the API writes it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Unit unit() {
        return unit;
    }

    /** As the API writes it, such as {@code late-references}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
