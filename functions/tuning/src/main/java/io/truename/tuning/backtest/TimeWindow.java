// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.backtest;

/**
 * Time in which an incident was.
 *
 * @param from milliseconds since 1970
 * @param to the last moment of it, not before {@code from}
 */
public record TimeWindow(long from, long to) {
    public TimeWindow {
        if (to < from) {
            throw new IllegalArgumentException("to: not before from");
        }
    }

    public boolean contains(long time) {
        return time >= from && time <= to;
    }

    /** Whether it shares a moment with the time from {@code begin} on, before {@code end}. */
    public boolean overlaps(long begin, long end) {
        return from < end && to >= begin;
    }
}
