// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.write;

import com.google.monitoring.v3.CreateTimeSeriesSummary;
import com.google.monitoring.v3.TimeSeries;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.truename.alerting.series.MonitoringException;
import io.truename.alerting.series.SeriesKey;
import io.truename.local.monitoring.store.MetricStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes of clients. A request that is wrong as such is refused as a whole; points that do not fit what is there are refused
 * one by one, and the others are written.
 */
public final class TimeSeriesWriter {
    /** Most series of a request. */
    public static final int MOST_SERIES = 200;

    private final PointRules rules;

    public TimeSeriesWriter(MetricStore store, Descriptors descriptors, Clock clock, String project) {
        this.rules = new PointRules(store, descriptors, clock, project);
    }

    /**
     * Writes one point of each series.
     *
     * @throws WriteException if points were refused
     * @throws MonitoringException if the request was, and nothing is written
     */
    public synchronized void write(List<TimeSeries> request) {
        checkRequest(request);
        Map<String, List<Integer>> refused = new LinkedHashMap<>();
        for (int i = 0; i < request.size(); i++) {
            try {
                rules.write(request.get(i));
            } catch (MonitoringException unfit) {
                refused.computeIfAbsent(String.valueOf(unfit.getMessage()), reason -> new ArrayList<>())
                        .add(i);
            }
        }
        if (!refused.isEmpty()) {
            throw refusal(request.size(), refused);
        }
    }

    private void checkRequest(List<TimeSeries> request) {
        require(!request.isEmpty(), "The request has no time_series.");
        require(
                request.size() <= MOST_SERIES,
                "A request may have " + MOST_SERIES + " time series; this one has " + request.size() + ".");
        Map<SeriesKey, Integer> seen = new HashMap<>();
        for (int i = 0; i < request.size(); i++) {
            TimeSeries series = request.get(i);
            String field = "timeSeries[" + i + "]: ";
            require(
                    series.getPointsCount() == 1,
                    field + "One point may be written to a time series at once; there are " + series.getPointsCount()
                            + ".");
            Integer earlier = seen.put(SeriesKey.of(series), i);
            require(earlier == null, field + "The same time series is timeSeries[" + earlier + "].");
            series.getMetric().getLabelsMap().forEach((key, value) -> checkLabel(field, key, value));
            series.getResource().getLabelsMap().forEach((key, value) -> checkLabel(field, key, value));
        }
    }

    private static void checkLabel(String field, String key, String value) {
        require(
                key.length() <= MetricTypes.MOST_KEY_CHARACTERS,
                field + "A label key has " + MetricTypes.MOST_KEY_CHARACTERS + " characters at most; \"" + key
                        + "\" has " + key.length() + ".");
        require(
                value.length() <= MetricTypes.MOST_VALUE_CHARACTERS,
                field + "A label value has " + MetricTypes.MOST_VALUE_CHARACTERS + " characters at most; that of " + key
                        + " has " + value.length() + ".");
    }

    private static void require(boolean met, String rule) {
        if (!met) {
            throw MonitoringException.invalid(rule);
        }
    }

    private static WriteException refusal(int total, Map<String, List<Integer>> refused) {
        CreateTimeSeriesSummary.Builder summary =
                CreateTimeSeriesSummary.newBuilder().setTotalPointCount(total);
        int failed = 0;
        for (Map.Entry<String, List<Integer>> reason : refused.entrySet()) {
            int points = reason.getValue().size();
            failed += points;
            summary.addErrors(CreateTimeSeriesSummary.Error.newBuilder()
                    .setPointCount(points)
                    .setStatus(Status.newBuilder()
                            .setCode(Code.INVALID_ARGUMENT_VALUE)
                            .setMessage(reason.getKey())));
        }
        summary.setSuccessPointCount(total - failed);
        String reasons = refused.entrySet().stream()
                .map(reason -> reason.getKey() + ": timeSeries[" + ranges(reason.getValue()) + "]")
                .collect(Collectors.joining("; "));
        return new WriteException("One or more TimeSeries could not be written: " + reasons, summary.build());
    }

    /** Writes 0,2-4 for 0, 2, 3 and 4. */
    private static String ranges(List<Integer> rising) {
        List<String> ranges = new ArrayList<>();
        int first = 0;
        for (int i = 1; i <= rising.size(); i++) {
            if (i == rising.size() || rising.get(i) != rising.get(i - 1) + 1) {
                int from = rising.get(first);
                int to = rising.get(i - 1);
                ranges.add(from == to ? "" + from : from + "-" + to);
                first = i;
            }
        }
        return String.join(",", ranges);
    }
}
