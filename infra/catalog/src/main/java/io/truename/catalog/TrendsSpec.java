// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.util.Map;
import java.util.Optional;

/**
 * Queries whose course over days is looked at, beside the alerts.
 *
 * @param regressions changes to the worse, by name
 * @param limits levels that must not be reached, by name
 * @param scaling loads that instances share, by name
 * @param anomalies queries without an alert, by name
 */
public record TrendsSpec(
        Map<String, Regression> regressions,
        Map<String, Limit> limits,
        Map<String, Scaling> scaling,
        Map<String, Watched> anomalies) {
    /** Nothing is looked at. */
    public static final TrendsSpec NONE = new TrendsSpec(Map.of(), Map.of(), Map.of(), Map.of());

    public TrendsSpec {
        regressions = CatalogMaps.copy(regressions);
        limits = CatalogMaps.copy(limits);
        scaling = CatalogMaps.copy(scaling);
        anomalies = CatalogMaps.copy(anomalies);
    }

    /**
     * Query and the meaning of its values.
     *
     * @param query in PromQL
     * @param unit in UCUM
     */
    public record Watched(String description, String query, String unit) {}

    /** How values are compared with those before. */
    public enum Comparison {
        /** As a ratio to the same hours. */
        RELATIVE,
        /** As a difference from the same hours. */
        DIFFERENCE,
        /** As a rise a day of the least values. */
        SLOPE
    }

    /**
     * Change to the worse, which is a rise.
     *
     * @param alert about the same; empty if there is none
     * @param least the smallest change that counts, as a share of the level or in the query's unit
     * @param days in a row that must show it
     */
    public record Regression(Watched watched, Optional<String> alert, Comparison comparison, double least, int days) {}

    /** Level that must not be reached. */
    public record Limit(Watched watched, double limit) {}

    /**
     * Load that instances of a function share.
     *
     * @param perInstance load that one instance takes
     * @param fewest instances that work on it, 1 at least
     */
    public record Scaling(Watched watched, double perInstance, int fewest, int most) {}
}
