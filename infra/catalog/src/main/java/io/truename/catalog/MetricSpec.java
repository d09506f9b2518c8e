// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Metric: made from log lines, written by a function, or given by the platform.
 *
 * @param name as in the file; {@link #type()} is its type in Cloud Monitoring
 * @param unit in UCUM, as {@code s}, {@code By} or {@code {row}}
 * @param labels by key; each has a finite list of values
 * @param buckets present for distributions that are made here
 */
public record MetricSpec(
        String name,
        String description,
        Source source,
        Kind kind,
        ValueType valueType,
        String unit,
        Map<String, Label> labels,
        Optional<Buckets> buckets) {
    private static final String OWN = "truename/";

    /** Relation of a point to time: an instant, or an interval. */
    public enum Kind {
        GAUGE,
        DELTA,
        CUMULATIVE
    }

    /** Type of a point's value. */
    public enum ValueType {
        BOOL,
        INT64,
        DOUBLE,
        DISTRIBUTION
    }

    /** Where the points come from. */
    public sealed interface Source {
        /**
         * Lines of an event.
         *
         * @param field the field whose values a distribution has; empty for a counter of lines
         * @param filter a condition in the query language of Cloud Logging, besides the event
         */
        record Log(String event, Optional<String> field, Optional<String> filter) implements Source {}

        /** A function, which writes them. */
        record Function(String function) implements Source {}

        /**
         * A program that is not deployed with the functions.
         *
         * @param writer the program
         */
        record External(String writer) implements Source {}

        /**
         * Google Cloud.
         *
         * @param resource the monitored resource, as {@code cloud_run_revision}
         */
        record Platform(String resource) implements Source {}
    }

    /**
     * Label.
     *
     * @param field the log field that it is read from; empty for other sources
     * @param values every value it can have
     */
    public record Label(String description, Optional<String> field, List<String> values) {
        public Label {
            values = List.copyOf(values);
        }
    }

    /** Bounds of a distribution's buckets. */
    public sealed interface Buckets {
        /** Bucket i, from 1 to {@code finiteBuckets}, begins at {@code scale * growthFactor^(i-1)}. */
        record Exponential(double scale, double growthFactor, int finiteBuckets) implements Buckets {}

        /** Each bound ends one bucket and begins the next. */
        record Explicit(List<Double> bounds) implements Buckets {
            public Explicit {
                bounds = List.copyOf(bounds);
            }
        }
    }

    public MetricSpec {
        labels = CatalogMaps.copy(labels);
    }

    /** Its type in Cloud Monitoring, as {@code logging.googleapis.com/user/truename/generate/requests}. */
    public String type() {
        if (source instanceof Source.Log) {
            return "logging.googleapis.com/user/" + OWN + name;
        }
        return source instanceof Source.Function || source instanceof Source.External
                ? "custom.googleapis.com/" + OWN + name
                : name;
    }

    /** Type of the monitored resource whose points it has. Cloud Run runs the functions and prints their lines. */
    public String resourceType() {
        if (source instanceof Source.Platform platform) {
            return platform.resource();
        }
        return source instanceof Source.Log ? "cloud_run_revision" : "generic_task";
    }

    /** Its names in PromQL; those of a distribution end in the part of it that they read. */
    public List<String> promqlNames() {
        String name = type().replaceFirst("/", ":").replaceAll("[^a-zA-Z0-9:]", "_");
        return valueType == ValueType.DISTRIBUTION
                ? List.of(name + "_bucket", name + "_sum", name + "_count")
                : List.of(name);
    }

    /** The filter of a log-based metric; empty for other sources. */
    public Optional<String> logFilter() {
        return log().map(log -> "jsonPayload.event=\"" + log.event() + "\""
                + log.filter().map(more -> " AND (" + more + ")").orElse(""));
    }

    /** The value extractor of a log-based distribution; empty for others. */
    public Optional<String> valueExtractor() {
        return log().flatMap(Source.Log::field).map(MetricSpec::extractor);
    }

    /** The label extractors of a log-based metric by label; empty for other sources. */
    public Map<String, String> labelExtractors() {
        Map<String, String> extractors = new java.util.LinkedHashMap<>();
        labels.forEach((key, label) -> label.field().ifPresent(field -> extractors.put(key, extractor(field))));
        return extractors;
    }

    private Optional<Source.Log> log() {
        return source instanceof Source.Log log ? Optional.of(log) : Optional.empty();
    }

    private static String extractor(String field) {
        return "EXTRACT(jsonPayload." + field + ")";
    }
}
