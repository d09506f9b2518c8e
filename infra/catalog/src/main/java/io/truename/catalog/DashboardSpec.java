// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Dashboard.
 *
 * @param sections from top to bottom
 */
public record DashboardSpec(String name, String title, List<Section> sections) {
    public DashboardSpec {
        sections = List.copyOf(sections);
    }

    /**
     * Panels of one size under a heading.
     *
     * @param columns panels in a row, one to four
     * @param panels row by row
     */
    public record Section(String title, int columns, List<Panel> panels) {
        public Section {
            panels = List.copyOf(panels);
        }
    }

    /** How a panel is drawn. */
    public enum Kind {
        LINES,
        STACK,
        BARS,
        SCORE
    }

    /**
     * Panel.
     *
     * @param unit of what is drawn, in UCUM
     */
    public record Panel(String title, Kind kind, String unit, Source source, Optional<Limit> limit) {}

    /**
     * Threshold that is drawn as a line.
     *
     * @param label names the alert or the objective
     * @param value the number of the catalog, which stands while a tuner wrote none
     * @param above whether values above it are bad, rather than those below
     * @param tuned the alert whose threshold a tuner may set; empty if it is constant
     */
    public record Limit(String label, double value, boolean above, Optional<AlertSpec> tuned) {
        /** A constant. */
        Limit(String label, double value, boolean above) {
            this(label, value, above, Optional.empty());
        }
    }

    /** Source of the lines of a panel. */
    public sealed interface Source {
        /** Plots by their name in the legend. */
        record Plots(Map<String, Plot> plots) implements Source {
            public Plots {
                plots = CatalogMaps.copy(plots);
            }
        }

        /** Values that the condition of an alert compares. */
        record Compared(AlertSpec.Condition condition) implements Source {}

        /** Share of the error budget that is left. */
        record Budget(SloSpec slo) implements Source {}

        /** Burn rate of the error budget. */
        record Burn(SloSpec slo, Duration window) implements Source {}

        /** Open incidents. */
        record Incidents() implements Source {}
    }

    /**
     * Lines of one metric.
     *
     * @param by fields that separate lines, as {@code resource.service_name}
     */
    public record Plot(SeriesSpec series, Show show, List<String> by) {
        public Plot {
            by = List.copyOf(by);
        }

        /** Whether only PromQL can tell: a monitoring filter reads neither sum nor count of a distribution. */
        public boolean isQuery() {
            return series.metric().valueType() == MetricSpec.ValueType.DISTRIBUTION
                    && (show == Show.RATE || show == Show.COUNT || show == Show.EVENTS);
        }

        /** Unit of the lines. */
        String unit() {
            String unit = series.metric().unit();
            return switch (show) {
                case RATE -> unit + "/s";
                case EVENTS -> "1";
                case COUNT, MEAN, MAX, MIN, SUM, P50, P95, P99 -> unit;
            };
        }
    }

    /** Which number of a series is drawn. */
    public enum Show {
        RATE("RATE", "SUM"),
        COUNT("DELTA", "SUM"),
        EVENTS("DELTA", "SUM"),
        MEAN("MEAN", "MEAN"),
        MAX("MAX", "MAX"),
        MIN("MIN", "MIN"),
        SUM("MEAN", "SUM"),
        P50("DELTA", "PERCENTILE_50"),
        P95("DELTA", "PERCENTILE_95"),
        P99("DELTA", "PERCENTILE_99");

        private final String align;
        private final String reduce;

        Show(String align, String reduce) {
            this.align = align;
            this.reduce = reduce;
        }

        /** Name of the aligner without ALIGN_. */
        public String align() {
            return align;
        }

        /** Name of the reducer without REDUCE_. */
        public String reduce() {
            return reduce;
        }

        boolean fits(MetricSpec metric) {
            return switch (this) {
                case MEAN, MAX, MIN, SUM ->
                    metric.kind() == MetricSpec.Kind.GAUGE && metric.valueType() != MetricSpec.ValueType.DISTRIBUTION;
                case RATE, COUNT -> metric.kind() != MetricSpec.Kind.GAUGE;
                case EVENTS, P50, P95, P99 -> metric.valueType() == MetricSpec.ValueType.DISTRIBUTION;
            };
        }
    }

    /** Widgets in the API: panels, and a heading for each section. */
    public long widgets() {
        return sections.stream()
                .mapToLong(section -> 1 + section.panels().size())
                .sum();
    }
}
