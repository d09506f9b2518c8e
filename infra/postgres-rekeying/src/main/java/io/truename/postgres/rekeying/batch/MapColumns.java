// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.batch;

import io.truename.rekeying.run.Direction;

/** Direction of a batch, as columns of the maps. */
public enum MapColumns {
    FORWARD(Direction.FORWARD, "old_id", "new_id"),
    BACK(Direction.BACK, "new_id", "old_id");

    private final Direction direction;
    private final String from;
    private final String to;

    MapColumns(Direction direction, String from, String to) {
        this.direction = direction;
        this.from = from;
        this.to = to;
    }

    public Direction direction() {
        return direction;
    }

    /** Name of the column with the ids before the move. */
    public String from() {
        return from;
    }

    /** Name of the column with the ids after the move. */
    public String to() {
        return to;
    }
}
