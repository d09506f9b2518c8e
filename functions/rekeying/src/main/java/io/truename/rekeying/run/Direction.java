// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.run;

/** Which way a run goes; a paused one goes on that way when it is resumed. */
public enum Direction {
    FORWARD,
    BACK
}
