// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.hold;

import java.time.Duration;

/**
 * A run waits.
 *
 * @param sentence readable reason, with its figure and its limit
 * @param retryAfter when to look again
 */
public record Hold(HoldCode code, String sentence, Duration retryAfter) {}
