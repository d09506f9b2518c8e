// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.run;

/** Direction of a run: forward, or back in a rollback. A paused run keeps it. */
public enum Direction {
    FORWARD,
    BACK
}
