// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.backtest;

import io.truename.tuning.series.HourOfWeek;
import io.truename.tuning.series.MetricSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Report of a backtest: the alarms of the policy, the counts, each incident, and all that could not be judged.
 *
 * @param counts recall is of the incidents that could be judged; the hours of the others are not clean either
 * @param alarms in order of time
 * @param incidents in the order in which they were given
 * @param hours of the series by what became of them
 */
public record BacktestReport(Backtest counts, List<TimeWindow> alarms, List<Judged> incidents, Hours hours) {
    /** Why an incident could not be judged. */
    public enum Unjudged {
        /** It ended before the policy was there. */
        BEFORE_POLICY,
        /** The series has no value in it. */
        NO_VALUE,
        /** It was. */
        NONE
    }

    /**
     * An incident and its alarm.
     *
     * @param unjudged NONE if it was judged
     * @param millisToAlarm from its begin, or from the first moment of the policy in it; 0 if the policy fired already; empty if it was missed
     */
    public record Judged(TimeWindow incident, Unjudged unjudged, OptionalLong millisToAlarm) {}

    /**
     * Hours of the series, each counted once.
     *
     * @param beforePolicy hours that passed before the policy was there
     * @param withoutValue hours that have no value
     * @param ofIncidents hours that an incident overlaps
     * @param clean all others, in which the policy must not fire
     */
    public record Hours(long beforePolicy, long withoutValue, long ofIncidents, long clean) {}

    public BacktestReport {
        alarms = List.copyOf(alarms);
        incidents = List.copyOf(incidents);
    }

    /**
     * Reports.
     *
     * @param firing at each slot of the series; false before {@code first}
     * @param first slot from which on the policy was there
     */
    public static BacktestReport of(MetricSeries series, boolean[] firing, int first, List<TimeWindow> incidents) {
        Backtest counts = Backtest.of(series, firing, first, incidents);
        List<Judged> judged = incidents.stream()
                .map(incident -> judged(series, firing, first, incident))
                .toList();
        long found = judged.stream()
                .filter(incident -> incident.millisToAlarm().isPresent())
                .count();
        long all = judged.stream()
                .filter(incident -> incident.unjudged() == Unjudged.NONE)
                .count();
        List<TimeWindow> alarms = new ArrayList<>();
        for (Episode episode : Episode.of(series, firing)) {
            alarms.add(new TimeWindow(series.time(episode.first()), series.time(episode.last() + 1)));
        }
        return new BacktestReport(
                new Backtest(new Share(found, all), counts.falseHours(), counts.falseEpisodes(), counts.trueEpisodes()),
                alarms,
                judged,
                hours(series, first, counts.falseHours().trials()));
    }

    private static Judged judged(MetricSeries series, boolean[] firing, int first, TimeWindow incident) {
        if (first < series.size() && incident.to() < series.time(first)) {
            return new Judged(incident, Unjudged.BEFORE_POLICY, OptionalLong.empty());
        }
        boolean value = false;
        int begin = Math.max(first, series.slotFrom(incident.from()));
        for (int slot = begin; slot < series.size() && series.time(slot) <= incident.to(); slot++) {
            value |= !Double.isNaN(series.value(slot));
            if (firing[slot]) {
                return new Judged(incident, Unjudged.NONE, OptionalLong.of(series.time(slot) - series.time(begin)));
            }
        }
        return new Judged(incident, value ? Unjudged.NONE : Unjudged.NO_VALUE, OptionalLong.empty());
    }

    private static Hours hours(MetricSeries series, int first, long clean) {
        long before = 0;
        long without = 0;
        long counted = 0;
        int slot = 0;
        while (slot < series.size()) {
            long hour = HourOfWeek.number(series.time(slot));
            boolean early = true;
            boolean value = false;
            while (slot < series.size() && HourOfWeek.number(series.time(slot)) == hour) {
                early &= slot < first;
                value |= slot >= first && !Double.isNaN(series.value(slot));
                slot++;
            }
            before += early ? 1 : 0;
            without += !early && !value ? 1 : 0;
            counted += !early && value ? 1 : 0;
        }
        return new Hours(before, without, counted - clean, clean);
    }
}
