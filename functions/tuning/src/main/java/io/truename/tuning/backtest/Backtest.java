// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.backtest;

import io.truename.tuning.series.HourOfWeek;
import io.truename.tuning.series.MetricSeries;
import java.util.List;

/**
 * Counts of a policy that was replayed over values with known incidents.
 *
 * @param recall incidents in which it fired, of all
 * @param falseHours hours in which it fired, of the clean hours: those with a value that no incident overlaps
 * @param falseEpisodes alarms that overlap no incident
 * @param trueEpisodes alarms that overlap one
 */
public record Backtest(Share recall, Share falseHours, long falseEpisodes, long trueEpisodes) {
    /** Nothing replayed. */
    public static final Backtest NONE = new Backtest(Share.NONE, Share.NONE, 0, 0);

    private static final double HOURS_OF_WEEK = HourOfWeek.COUNT;

    /**
     * Counts.
     *
     * @param firing at each slot of the series
     * @param first slot from which on hours count
     * @param incidents all of them; one before {@code first} counts as missed
     */
    public static Backtest of(MetricSeries series, boolean[] firing, int first, List<TimeWindow> incidents) {
        long falseEpisodes = 0;
        List<Episode> episodes = Episode.of(series, firing);
        for (Episode episode : episodes) {
            long from = series.time(episode.first());
            long end = series.time(episode.last()) + 1;
            falseEpisodes += incidents.stream().noneMatch(incident -> incident.overlaps(from, end)) ? 1 : 0;
        }
        long found = incidents.stream()
                .filter(incident -> firedIn(series, firing, incident))
                .count();
        return new Backtest(
                new Share(found, incidents.size()),
                falseHours(series, firing, first, incidents),
                falseEpisodes,
                episodes.size() - falseEpisodes);
    }

    /** Clean hours and those of them in which the policy fired. */
    public static Share falseHours(MetricSeries series, boolean[] firing, int first, List<TimeWindow> incidents) {
        long clean = 0;
        long fired = 0;
        int slot = first;
        while (slot < series.size()) {
            long hour = HourOfWeek.number(series.time(slot));
            boolean value = false;
            boolean fires = false;
            while (slot < series.size() && HourOfWeek.number(series.time(slot)) == hour) {
                value |= !Double.isNaN(series.value(slot));
                fires |= firing[slot];
                slot++;
            }
            long begin = hour * HourOfWeek.MILLIS;
            boolean dirty =
                    incidents.stream().anyMatch(incident -> incident.overlaps(begin, begin + HourOfWeek.MILLIS));
            if (value && !dirty) {
                clean++;
                fired += fires ? 1 : 0;
            }
        }
        return new Share(fired, clean);
    }

    /** Both together. */
    public Backtest plus(Backtest other) {
        return new Backtest(
                recall.plus(other.recall),
                falseHours.plus(other.falseHours),
                falseEpisodes + other.falseEpisodes,
                trueEpisodes + other.trueEpisodes);
    }

    /** False alarms in a week of clean hours. */
    public double episodesPerWeek() {
        return falseEpisodes * HOURS_OF_WEEK / falseHours.trials();
    }

    /** Share of the alarms that overlap an incident; NaN without alarms. */
    public double precision() {
        return (double) trueEpisodes / (trueEpisodes + falseEpisodes);
    }

    private static boolean firedIn(MetricSeries series, boolean[] firing, TimeWindow incident) {
        for (int slot = series.slotFrom(incident.from()); slot < series.size(); slot++) {
            if (series.time(slot) > incident.to()) {
                return false;
            }
            if (firing[slot]) {
                return true;
            }
        }
        return false;
    }
}
