// SPDX-License-Identifier: Apache-2.0
package io.truename.monitoring;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Metric that a function writes. Its kind says which of {@link Metrics} takes its values. The same metric must be in the catalog,
 * and tests of the functions see to it.
 */
public sealed interface Metric {
    /** Prefix of the type in Cloud Monitoring. */
    String PREFIX = "custom.googleapis.com/truename/";

    /** Name without prefix, such as {@code migrate/remaining_seconds}. */
    String name();

    /** Unit in the notation of UCUM, such as {@code s}, {@code By} and {@code 1}. */
    String unit();

    /** Sentence for people. */
    String description();

    List<MetricLabel> labels();

    /**
     * Value that was last seen.
     *
     * @param whole whether values are whole numbers; others are rounded
     */
    record Gauge(String name, String unit, String description, boolean whole, List<MetricLabel> labels)
            implements Metric {
        public Gauge {
            labels = List.copyOf(labels);
            Rules.check(name, labels);
        }
    }

    /** Number of things since this instance started. */
    record Counter(String name, String unit, String description, List<MetricLabel> labels) implements Metric {
        public Counter {
            labels = List.copyOf(labels);
            Rules.check(name, labels);
        }
    }

    /** Values since this instance started, counted by bucket. */
    record Distribution(String name, String unit, String description, Buckets buckets, List<MetricLabel> labels)
            implements Metric {
        public Distribution {
            labels = List.copyOf(labels);
            Rules.check(name, labels);
        }
    }

    /** Rules that all metrics share: those of Cloud Monitoring, and a bound of our own on the number of time series. */
    final class Rules {
        private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*(/[a-z][a-z0-9_]*)*");
        private static final int LONGEST_NAME = 100;
        private static final int MOST_LABELS = 30;
        private static final int MOST_SERIES = 500;

        private Rules() {}

        private static void check(String name, List<MetricLabel> labels) {
            require(NAME.matcher(name).matches() && name.length() <= LONGEST_NAME, "name must match " + NAME, name);
            require(labels.size() <= MOST_LABELS, "labels must be at most " + MOST_LABELS, name);
            require(labels.stream().map(MetricLabel::name).distinct().count() == labels.size(), "labels differ", name);
            long series = 1;
            for (MetricLabel label : labels) {
                series *= label.values().size();
                require(series <= MOST_SERIES, "labels must give at most " + MOST_SERIES + " time series", name);
            }
        }

        private static void require(boolean legal, String rule, String name) {
            if (!legal) {
                throw new IllegalArgumentException(rule + ": " + name);
            }
        }
    }
}
