// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.rekey;

/** Direction of a migration. */
public enum Direction {
    FORWARD("FINISHED"),
    BACK("ROLLED_BACK");

    private final String endState;

    Direction(String endState) {
        this.endState = endState;
    }

    /** The state of a run that has come to its end. */
    public String endState() {
        return endState;
    }
}
