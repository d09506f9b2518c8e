// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.slo;

import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Indicator that remembers whole hours, so that an evaluation each minute does not read a month each time. An hour is remembered two hours
 * after its end; later points of it do not count.
 */
final class HourlyTally implements Indicator {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long SETTLED = 2 * HOUR;
    private static final long KEPT = Duration.ofDays(31).toMillis();

    private final Indicator indicator;
    private final long period;
    private final SortedMap<Long, Tally> hours = new TreeMap<>();

    private HourlyTally(Indicator indicator, long period) {
        this.indicator = indicator;
        this.period = period;
    }

    /**
     * Returns an indicator with the same answers.
     *
     * @param period length of the windows that it counts, a minute if it counts events
     */
    static Indicator of(Indicator indicator, long period) {
        return period > 0 && HOUR % period == 0 ? new HourlyTally(indicator, period) : indicator;
    }

    @Override
    public synchronized Tally tally(long end, long length) {
        if (end % MINUTE != 0 || length % Math.max(period, MINUTE) != 0) {
            return indicator.tally(end, length);
        }
        long last = Math.floorDiv(end, period) * period;
        long start = last - length;
        long first = -Math.floorDiv(-start, HOUR) * HOUR;
        long settled = Math.floorDiv(last - SETTLED, HOUR) * HOUR;
        if (settled <= first) {
            return indicator.tally(end, length);
        }
        Tally sum = first > start ? indicator.tally(first, first - start) : Tally.NONE;
        for (long hour = first; hour < settled; hour += HOUR) {
            sum = sum.plus(hours.computeIfAbsent(hour, begin -> indicator.tally(begin + HOUR, HOUR)));
        }
        hours.headMap(last - KEPT).clear();
        return sum.plus(indicator.tally(last, last - settled));
    }
}
