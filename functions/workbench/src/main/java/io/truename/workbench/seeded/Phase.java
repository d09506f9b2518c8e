// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.seeded;

/** Phase of a corpus's life, in order. */
enum Phase {
    /** Every id is true; there was no migration. */
    TRUE_IDS("true ids"),
    /** Ids are random, and a migration is planned. */
    PLANNED("planned"),
    HALF_MOVED("half moved"),
    FINISHED("finished"),
    HALF_MOVED_BACK("half back"),
    /** Random ids are back, and findings again. */
    ROLLED_BACK("rolled back");

    private final String words;

    Phase(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
