// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.run;

import java.util.Locale;

/** Current part of a run's work. A run that has ended or waits for its start has no stage. */
public enum Stage {
    /** Writes the first plan. */
    PLANNING(Unit.DOCUMENTS),
    /** Counts the corpus before anything moves. */
    COUNTING(Unit.PAGES),
    /** Tries a sample batch and checks the conditions for the start. */
    CHECKING(Unit.DOCUMENTS),
    MOVING(Unit.DOCUMENTS),
    /** Looks for rows written meanwhile. */
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
