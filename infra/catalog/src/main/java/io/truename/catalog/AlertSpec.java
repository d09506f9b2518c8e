// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Alert, which fires while any of its conditions is met.
 *
 * @param objective the service level objective whose error budget what it tells of spends
 * @param conditions conditions by name, one to six
 */
public record AlertSpec(
        String name, String title, Priority priority, Optional<String> objective, Map<String, Condition> conditions) {
    public AlertSpec {
        conditions = CatalogMaps.copy(conditions);
    }

    /** File of its runbook in {@code terraform/runbooks}. */
    public String runbook() {
        return Runbook.file(name);
    }

    /** Tier of a published threshold that a tuned condition compares with: {@code critical} or {@code high}. */
    public String tier() {
        return priority == Priority.P1 ? "critical" : "high";
    }

    /** Priority, which decides on the receivers. */
    public enum Priority {
        P1,
        P2,
        P3
    }

    /** Severity in Cloud Monitoring. */
    public enum Severity {
        CRITICAL,
        ERROR,
        WARNING
    }

    /**
     * Meaning of a priority.
     *
     * @param channels kinds of notification channels
     */
    public record Routing(Severity severity, List<String> channels, String description) {
        public Routing {
            channels = List.copyOf(channels);
        }
    }

    /** Condition of an alert. */
    public sealed interface Condition {
        /** For how long it must be met without a gap. */
        Duration lasting();

        /** Comparison of aligned and reduced series. */
        record Threshold(SeriesSpec series, Aggregation aggregation, Bound bound, Duration lasting)
                implements Condition {}

        /**
         * Comparison of the answer to a PromQL query.
         *
         * @param counts present if the answer is a share of counted events
         */
        record Query(String query, Optional<Counts> counts, Bound bound, Duration lasting) implements Condition {}

        /** Series that had points and have none any more. */
        record Absent(SeriesSpec series, Aggregation aggregation, Duration lasting) implements Condition {}
    }

    /**
     * Queries of the events that a share is of; each series of the share has the same labels there.
     *
     * @param part query of the events that the share counts; where it answers nothing there were none
     * @param total query of all events
     */
    public record Counts(String part, String total) {}

    /**
     * Aggregation of series before they are compared.
     *
     * @param align name of an aligner without ALIGN_, in small letters
     * @param reduce name of a reducer without REDUCE_, in small letters
     * @param over fields by which reduced series are grouped
     */
    public record Aggregation(String align, Duration period, String reduce, List<String> over) {
        public Aggregation {
            over = List.copyOf(over);
        }
    }

    /**
     * Threshold.
     *
     * @param above whether values above it alert, rather than those below
     * @param source where the number comes from
     * @param tuning present if the metric tune/threshold replaces it
     */
    public record Bound(boolean above, double value, String unit, String source, Optional<Tuning> tuning) {
        public boolean tuned() {
            return tuning.isPresent();
        }
    }

    /**
     * Limits of a tuned threshold.
     *
     * @param loosest the objective: the largest threshold where values above alert, the smallest otherwise
     * @param strictest threshold that would ring at values which harm nobody
     */
    public record Tuning(double loosest, double strictest) {}
}
