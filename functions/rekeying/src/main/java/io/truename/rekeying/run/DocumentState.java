// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.run;

/** State of a planned document. The code is the value in {@code truename.document_map.state}. */
public enum DocumentState {
    PLANNED(0),
    MOVED(1),
    /** A duplicate whose rows were merged into its survivor's. */
    MERGED(2),
    /** Left alone by the policy for collisions. */
    SKIPPED(3),
    QUARANTINED(4),
    /** Deleted by the application before its turn. */
    GONE(5),
    /** The input of its id changed before its turn; the next pass plans it again. */
    STALE(6),
    ROLLED_BACK(7),
    /** A duplicate that waits for its survivor's turn. */
    WAITING_TO_MERGE(8);

    private final short code;

    DocumentState(int code) {
        this.code = (short) code;
    }

    public short code() {
        return code;
    }
}
