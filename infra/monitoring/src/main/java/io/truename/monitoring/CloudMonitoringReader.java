// SPDX-License-Identifier: Apache-2.0
package io.truename.monitoring;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.api.gax.rpc.StatusCode;
import com.google.monitoring.v3.TimeSeries;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Reader of Cloud Monitoring. A reading takes every page, or fails: a part of a metric looks like the whole. */
public final class CloudMonitoringReader implements MetricArchive, MetricAggregates, AutoCloseable {
    /** Longest time in which all pages are read. */
    public static final Duration LONGEST_FOR_ALL = Duration.ofSeconds(30);

    private final MetricClient client;
    private final Duration longest;
    private final int mostPoints;

    /** Creates a reader that connects with the first reading. */
    public CloudMonitoringReader(MonitoringEndpoint endpoint) {
        this(endpoint, LONGEST_FOR_ALL);
    }

    /**
     * Creates a reader for callers that wait.
     *
     * @param longest time of a reading with all its pages, the first one's login and connection included
     */
    public CloudMonitoringReader(MonitoringEndpoint endpoint, Duration longest) {
        this(endpoint, longest, MOST_POINTS);
    }

    CloudMonitoringReader(MonitoringEndpoint endpoint, Duration longest, int mostPoints) {
        this.client = new MetricClient(endpoint);
        this.longest = longest;
        this.mostPoints = mostPoints;
    }

    @Override
    public List<TimeSeries> readAll(String type, Instant from, Instant until) {
        return asked(() -> orNone(() -> client.listAll(type, from, until, mostPoints, deadline())));
    }

    @Override
    public List<TimeSeries> read(Question question) {
        return asked(() -> orNone(() -> client.listAll(question, mostPoints, deadline())));
    }

    private long deadline() {
        return System.nanoTime() + longest.toNanos();
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

    private List<TimeSeries> asked(Asking asking) {
        try {
            return asking.answer();
        } catch (ApiException refused) {
            throw new MetricReadException(remedy(refused.getStatusCode().getCode()), refused);
        } catch (IOException noLogin) {
            throw new MetricReadException("There is no login: run the function with a service account.", noLogin);
        } catch (MetricClient.TooManyPointsException tooMany) {
            throw new MetricReadException(
                    "The metric has more than " + mostPoints
                            + " points in that time, and a part is not read: ask for fewer days.",
                    tooMany);
        }
    }

    private static String remedy(StatusCode.Code code) {
        return switch (code) {
            case PERMISSION_DENIED, UNAUTHENTICATED ->
                "The function may not read metrics: give its service account the role roles/monitoring.viewer.";
            default -> "Cloud Monitoring did not answer (" + code + "): ask again.";
        };
    }

    @Override
    public void close() {
        client.close();
    }
}
