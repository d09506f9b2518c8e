// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.batch;

import java.util.Arrays;

/** State of a row in the record of a backfill. The code is the value in {@code truename.backfill.state}. */
public enum BackfillState {
    PLANNED(0),
    WRITTEN(1),
    /** It had its true id before the run. */
    HELD(2),
    /** Another row has the same true id. */
    SKIPPED(3),
    QUARANTINED(4),
    /** Deleted by the application before the rollback. */
    GONE(5),
    /** The application wrote another value afterwards, which a rollback leaves. */
    LEFT(6),
    ROLLED_BACK(7),
    /** The corpus refused the rollback of this row. */
    NOT_TAKEN_BACK(9);

    private final short code;

    BackfillState(int code) {
        this.code = (short) code;
    }

    /** Code in the table. */
    public short code() {
        return code;
    }

    /** Whether a run plans to write a row in this state, or has written it. */
    public boolean counts() {
        return this == PLANNED || this == WRITTEN;
    }

    /** Whether a row in this state has the true id, or will have it. */
    public boolean takes() {
        return this == PLANNED || this == WRITTEN || this == HELD;
    }

    /** Finds the state of a code. */
    public static BackfillState of(short code) {
        return Arrays.stream(values())
                .filter(state -> state.code == code)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("truename.backfill has no state " + code));
    }
}
