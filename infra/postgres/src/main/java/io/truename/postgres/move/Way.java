// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.move;

/** Which way a batch goes, as columns of the maps. */
enum Way {
    FORWARD("old_id", "new_id"),
    BACK("new_id", "old_id");

    private final String from;
    private final String to;

    Way(String from, String to) {
        this.from = from;
        this.to = to;
    }

    /** The column of a map that holds the ids before. */
    String from() {
        return from;
    }

    /** The column of a map that holds the ids after. */
    String to() {
        return to;
    }
}
