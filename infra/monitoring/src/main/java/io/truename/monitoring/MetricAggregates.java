// SPDX-License-Identifier: Apache-2.0
package io.truename.monitoring;

import com.google.monitoring.v3.Aggregation;
import com.google.monitoring.v3.TimeSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Port to the past of metrics that Cloud Monitoring aligns to periods and reduces to a few series, so that few points travel. */
public interface MetricAggregates {
    /**
     * Question for the points of a metric.
     *
     * @param type such as {@code run.googleapis.com/request_count}
     * @param labels values that series must have, by field, such as {@code resource.labels.service_name}
     * @param from before the first point's end
     * @param until end of the last period: periods are counted backwards from here
     * @param aggregation with an aligner; the series that a reducer leaves have its fields as labels
     */
    record Question(String type, Map<String, String> labels, Instant from, Instant until, Aggregation aggregation) {
        public Question {
            labels = Map.copyOf(labels);
            if (aggregation.getPerSeriesAligner() == Aggregation.Aligner.ALIGN_NONE
                    || aggregation.getAlignmentPeriod().getSeconds() < 60) {
                throw new IllegalArgumentException("aggregation: needs an aligner, and a period of a minute or more");
            }
            labels.values().forEach(value -> {
                if (value.indexOf('"') >= 0 || value.indexOf('\\') >= 0) {
                    throw new IllegalArgumentException("labels: values without quotation marks and backslashes");
                }
            });
        }

        /** A question with an aligner of a period and a reducer. */
        public static Question of(
                String type,
                Map<String, String> labels,
                Instant from,
                Instant until,
                Duration period,
                Aggregation.Aligner aligner,
                Aggregation.Reducer reducer,
                List<String> by) {
            return new Question(
                    type,
                    labels,
                    from,
                    until,
                    Aggregation.newBuilder()
                            .setAlignmentPeriod(
                                    com.google.protobuf.Duration.newBuilder().setSeconds(period.toSeconds()))
                            .setPerSeriesAligner(aligner)
                            .setCrossSeriesReducer(reducer)
                            .addAllGroupByFields(by)
                            .build());
        }

        /** A question for the counts of a time, one number for each combination of the fields. */
        public static Question sum(String type, Instant from, Instant until, List<String> by) {
            return whole(type, from, until, Aggregation.Aligner.ALIGN_DELTA, Aggregation.Reducer.REDUCE_SUM, by);
        }

        /** A question for the newest values of a gauge in a time, the largest for each combination of the fields. */
        public static Question newest(String type, Instant from, Instant until, List<String> by) {
            return whole(type, from, until, Aggregation.Aligner.ALIGN_NEXT_OLDER, Aggregation.Reducer.REDUCE_MAX, by);
        }

        private static Question whole(
                String type,
                Instant from,
                Instant until,
                Aggregation.Aligner aligner,
                Aggregation.Reducer reducer,
                List<String> by) {
            return of(type, Map.of(), from, until, Duration.between(from, until), aligner, reducer, by);
        }

        /** Monitoring filter, equal for equal questions. */
        public String filter() {
            StringBuilder filter = new StringBuilder("metric.type = \"" + type + "\"");
            new TreeMap<>(labels)
                    .forEach((field, value) -> filter.append(" AND ")
                            .append(field)
                            .append(" = \"")
                            .append(value)
                            .append('"'));
            return filter.toString();
        }
    }

    /**
     * Reads the aligned points of a metric, over all pages.
     *
     * @return series with their points, the newest first; a series can come in several parts. None of a metric that nobody wrote
     * @throws MetricReadException if they cannot be read, or are more than {@link MetricArchive#MOST_POINTS}; the message says what helps
     */
    List<TimeSeries> read(Question question);
}
