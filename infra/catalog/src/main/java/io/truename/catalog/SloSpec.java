// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.time.Duration;
import java.util.Map;

/**
 * Service level objective over a rolling period.
 *
 * @param goal share of good events or windows, between 0 and 1
 * @param source where the goal comes from
 * @param tiers burn rates that alert, by name
 */
public record SloSpec(
        String name,
        String description,
        double goal,
        Duration rolling,
        String source,
        Indicator indicator,
        Map<String, BurnRate> tiers) {
    public SloSpec {
        tiers = CatalogMaps.copy(tiers);
    }

    /** File of its runbook in {@code terraform/runbooks}, which its tiers and its spent budget share. */
    public String runbook() {
        return Runbook.file(name);
    }

    /** Measure of good events or windows. */
    public sealed interface Indicator {
        /** Bad events of all events. */
        record Requests(SeriesSpec bad, SeriesSpec total) implements Indicator {}

        /** Events of a distribution below a bound, in the unit of the metric. */
        record Latency(SeriesSpec series, double below) implements Indicator {}

        /** Windows in which the mean of a gauge is at least {@code from}. */
        record Windows(SeriesSpec series, Duration window, double from) implements Indicator {}
    }

    /**
     * Burn rate that alerts while both windows pass its factor.
     *
     * @param factor share of bad events divided by the share that the goal allows
     */
    public record BurnRate(Duration longWindow, Duration shortWindow, double factor, AlertSpec.Priority priority) {}
}
