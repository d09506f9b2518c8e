// SPDX-License-Identifier: Apache-2.0
package io.truename.monitoring;

import com.google.api.Distribution;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.api.gax.rpc.StatusCode;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeSeries;
import com.google.monitoring.v3.TypedValue;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reader of Cloud Monitoring. A reading takes {@link #LONGEST} at most, one of everything {@link #LONGEST_FOR_ALL}. */
public final class CloudMonitoringReader implements MetricReader, MetricArchive, MetricAggregates, AutoCloseable {
    /** Longest time of a reading, the first one's login and connection included. */
    public static final Duration LONGEST = Duration.ofSeconds(6);

    /** Longest time in which all pages are read. */
    public static final Duration LONGEST_FOR_ALL = Duration.ofSeconds(30);

    private final MetricClient client;

    /** Creates a reader that connects with the first reading. */
    public CloudMonitoringReader(MonitoringEndpoint endpoint) {
        this.client = new MetricClient(endpoint);
    }

    @Override
    public List<ReadSeries> read(String type, Instant from, Instant until) {
        return asked(() -> client.list(type, from, until, System.nanoTime() + LONGEST.toNanos())).stream()
                .filter(series -> series.getPointsCount() > 0)
                .map(CloudMonitoringReader::series)
                .toList();
    }

    @Override
    public List<TimeSeries> readAll(String type, Instant from, Instant until) {
        return asked(() -> orNone(
                () -> client.listAll(type, from, until, MOST_POINTS, System.nanoTime() + LONGEST_FOR_ALL.toNanos())));
    }

    @Override
    public List<TimeSeries> read(Question question) {
        return asked(() ->
                orNone(() -> client.listAll(question, MOST_POINTS, System.nanoTime() + LONGEST_FOR_ALL.toNanos())));
    }

    private static List<TimeSeries> orNone(Asking asking) throws IOException, MetricClient.TooManyPointsException {
        try {
            return asking.answer();
        } catch (NotFoundException nobodyWroteIt) {
            return List.of();
        }
    }

    /** Asks the client. */
    private interface Asking {
        List<TimeSeries> answer() throws IOException, MetricClient.TooManyPointsException;
    }

    private static List<TimeSeries> asked(Asking asking) {
        try {
            return asking.answer();
        } catch (ApiException refused) {
            throw new MetricReadException(remedy(refused.getStatusCode().getCode()), refused);
        } catch (IOException noLogin) {
            throw new MetricReadException("There is no login: run the function with a service account.", noLogin);
        } catch (MetricClient.TooManyPointsException tooMany) {
            throw new MetricReadException(
                    "The metric has more than " + MOST_POINTS + " points in that time: ask for fewer days.", tooMany);
        }
    }

    private static String remedy(StatusCode.Code code) {
        return switch (code) {
            case PERMISSION_DENIED, UNAUTHENTICATED ->
                "The function may not read metrics: give its service account the role roles/monitoring.viewer.";
            case NOT_FOUND -> "The project has no such metric yet: nothing has written it.";
            default -> "Cloud Monitoring did not answer (" + code + "): ask again.";
        };
    }

    private static ReadSeries series(TimeSeries series) {
        Map<String, String> labels = new HashMap<>(series.getResource().getLabelsMap());
        labels.putAll(series.getMetric().getLabelsMap());
        double sum = 0;
        Optional<ReadSeries.Merged> merged = Optional.empty();
        for (Point point : series.getPointsList()) {
            sum += number(point.getValue());
            if (point.getValue().hasDistributionValue()) {
                ReadSeries.Merged one = buckets(point.getValue().getDistributionValue());
                merged = Optional.of(merged.filter(all -> all.bounds().equals(one.bounds()))
                        .map(all -> all.plus(one))
                        .orElse(one));
            }
        }
        // The API answers the newest point first.
        return new ReadSeries(labels, number(series.getPoints(0).getValue()), sum, merged);
    }

    private static double number(TypedValue value) {
        return switch (value.getValueCase()) {
            case INT64_VALUE -> value.getInt64Value();
            case DOUBLE_VALUE -> value.getDoubleValue();
            case BOOL_VALUE -> value.getBoolValue() ? 1 : 0;
            case DISTRIBUTION_VALUE -> value.getDistributionValue().getCount();
            case STRING_VALUE, VALUE_NOT_SET -> 0;
        };
    }

    private static ReadSeries.Merged buckets(Distribution distribution) {
        List<Double> bounds = bounds(distribution.getBucketOptions());
        List<Long> counts = new ArrayList<>(distribution.getBucketCountsList());
        // Trailing empty buckets may be left out.
        while (counts.size() <= bounds.size()) {
            counts.add(0L);
        }
        return new ReadSeries.Merged(bounds, counts.subList(0, bounds.size() + 1));
    }

    private static List<Double> bounds(Distribution.BucketOptions options) {
        List<Double> bounds = new ArrayList<>();
        switch (options.getOptionsCase()) {
            case EXPLICIT_BUCKETS -> bounds.addAll(options.getExplicitBuckets().getBoundsList());
            case EXPONENTIAL_BUCKETS -> {
                Distribution.BucketOptions.Exponential exponential = options.getExponentialBuckets();
                for (int i = 0; i <= exponential.getNumFiniteBuckets(); i++) {
                    bounds.add(exponential.getScale() * Math.pow(exponential.getGrowthFactor(), i));
                }
            }
            case LINEAR_BUCKETS -> {
                Distribution.BucketOptions.Linear linear = options.getLinearBuckets();
                for (int i = 0; i <= linear.getNumFiniteBuckets(); i++) {
                    bounds.add(linear.getOffset() + linear.getWidth() * i);
                }
            }
            case OPTIONS_NOT_SET -> {
                // A distribution without buckets has its count only.
            }
        }
        return bounds;
    }

    @Override
    public void close() {
        client.close();
    }
}
