// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.ratio;

/**
 * Events of a window of time.
 *
 * @param events such as errors
 * @param all such as requests, not fewer
 */
public record EventCount(long events, long all) {
    public EventCount {
        if (events < 0 || events > all) {
            throw new IllegalArgumentException("events: from 0 to all");
        }
    }
}
