// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.run;

/** State of a run. {@link Transitions} defines the legal changes. */
public enum RunState {
    PLANNING,
    PLANNED,
    RUNNING,
    PAUSED,
    FINISHED,
    ROLLING_BACK,
    ROLLED_BACK,
    FAILED
}
