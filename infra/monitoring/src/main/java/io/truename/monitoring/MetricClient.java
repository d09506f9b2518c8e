// SPDX-License-Identifier: Apache-2.0
package io.truename.monitoring;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcCallContext;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.ErrorDetails;
import com.google.api.gax.rpc.StatusCode;
import com.google.cloud.monitoring.v3.MetricServiceClient;
import com.google.cloud.monitoring.v3.MetricServiceSettings;
import com.google.monitoring.v3.CreateTimeSeriesRequest;
import com.google.monitoring.v3.CreateTimeSeriesSummary;
import com.google.monitoring.v3.ListTimeSeriesRequest;
import com.google.monitoring.v3.ListTimeSeriesResponse;
import com.google.monitoring.v3.ProjectName;
import com.google.monitoring.v3.TimeInterval;
import com.google.monitoring.v3.TimeSeries;
import com.google.protobuf.Timestamp;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Google's client. Connects with the first write, closes a connection that is idle for a minute, and uses daemon threads only. */
final class MetricClient implements AutoCloseable {
    private static final Duration LEAST_FOR_A_RETRY = Duration.ofMillis(100);
    private static final long IDLE_SECONDS = 60;

    /** Points of one page: the API's bound. */
    private static final int LARGEST_PAGE = 100_000;

    private final MonitoringEndpoint endpoint;
    private @Nullable MetricServiceClient client;

    MetricClient(MonitoringEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * Writes a batch.
     *
     * @param series at most 200
     * @param deadline by {@link System#nanoTime()}
     * @return how many of them Cloud Monitoring took
     * @throws ApiException if it took none, or nobody knows
     * @throws IOException if there is no login
     */
    int write(List<TimeSeries> series, long deadline) throws IOException {
        CreateTimeSeriesRequest request = CreateTimeSeriesRequest.newBuilder()
                .setName(ProjectName.of(endpoint.project()).toString())
                .addAllTimeSeries(series)
                .build();
        try {
            call(request, deadline);
            return series.size();
        } catch (ApiException refused) {
            int taken = taken(refused);
            if (taken == 0) {
                throw refused;
            }
            return taken;
        }
    }

    /**
     * Reads every page of a metric's time series, each with its points, the newest first. A series that begins on one page and goes on on
     * the next comes twice.
     *
     * @param deadline by {@link System#nanoTime()}
     * @throws ApiException if Cloud Monitoring refuses, or does not answer
     * @throws IOException if there is no login
     * @throws TooManyPointsException if there are more than {@code most}
     */
    List<TimeSeries> listAll(String type, Instant from, Instant until, int most, long deadline)
            throws IOException, TooManyPointsException {
        return everyPage(request(type, from, until), most, deadline);
    }

    /** Likewise, of points that Cloud Monitoring aligns and reduces. */
    List<TimeSeries> listAll(MetricAggregates.Question question, int most, long deadline)
            throws IOException, TooManyPointsException {
        return everyPage(
                request(question.type(), question.from(), question.until())
                        .setFilter(question.filter())
                        .setAggregation(question.aggregation()),
                most,
                deadline);
    }

    private List<TimeSeries> everyPage(ListTimeSeriesRequest.Builder request, int most, long deadline)
            throws IOException, TooManyPointsException {
        List<TimeSeries> all = new ArrayList<>();
        long points = 0;
        ListTimeSeriesResponse page;
        do {
            page = page(request.build(), deadline);
            all.addAll(page.getTimeSeriesList());
            points += page.getTimeSeriesList().stream()
                    .mapToLong(TimeSeries::getPointsCount)
                    .sum();
            if (points > most) {
                throw new TooManyPointsException();
            }
            request.setPageToken(page.getNextPageToken());
        } while (!page.getNextPageToken().isEmpty());
        return all;
    }

    /** There are more points than the caller takes. */
    static final class TooManyPointsException extends Exception {
        private static final long serialVersionUID = 1;
    }

    private ListTimeSeriesRequest.Builder request(String type, Instant from, Instant until) {
        return ListTimeSeriesRequest.newBuilder()
                .setName(ProjectName.of(endpoint.project()).toString())
                .setFilter("metric.type = \"" + type + "\"")
                .setInterval(
                        TimeInterval.newBuilder().setStartTime(timestamp(from)).setEndTime(timestamp(until)))
                .setView(ListTimeSeriesRequest.TimeSeriesView.FULL)
                .setPageSize(LARGEST_PAGE);
    }

    private ListTimeSeriesResponse page(ListTimeSeriesRequest request, long deadline) throws IOException {
        Duration left = Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
        return connected()
                .listTimeSeriesCallable()
                .call(request, GrpcCallContext.createDefault().withTimeoutDuration(left));
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    /** A connection that broke while the instance was frozen shows only now, so there is a second try. */
    private void call(CreateTimeSeriesRequest request, long deadline) throws IOException {
        try {
            callOnce(request, deadline);
        } catch (ApiException broken) {
            boolean again = broken.getStatusCode().getCode() == StatusCode.Code.UNAVAILABLE
                    && deadline - System.nanoTime() > LEAST_FOR_A_RETRY.toNanos();
            if (!again) {
                throw broken;
            }
            callOnce(request, deadline);
        }
    }

    private void callOnce(CreateTimeSeriesRequest request, long deadline) throws IOException {
        Duration left = Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
        connected()
                .createTimeSeriesCallable()
                .call(request, GrpcCallContext.createDefault().withTimeoutDuration(left));
    }

    /** A refusal names the points that were written all the same. */
    private static int taken(ApiException refused) {
        ErrorDetails details = refused.getErrorDetails();
        CreateTimeSeriesSummary summary = details == null ? null : details.getMessage(CreateTimeSeriesSummary.class);
        return summary == null ? 0 : summary.getSuccessPointCount();
    }

    private synchronized MetricServiceClient connected() throws IOException {
        MetricServiceClient known = client;
        if (known == null) {
            known = MetricServiceClient.create(settings());
            client = known;
        }
        return known;
    }

    private MetricServiceSettings settings() throws IOException {
        MetricServiceSettings.Builder settings = MetricServiceSettings.newBuilder();
        InstantiatingGrpcChannelProvider.Builder channel =
                MetricServiceSettings.defaultGrpcTransportProviderBuilder().setChannelConfigurator(this::configure);
        endpoint.emulator().ifPresent(address -> {
            channel.setEndpoint(address);
            settings.setCredentialsProvider(NoCredentialsProvider.create());
        });
        settings.setTransportChannelProvider(channel.build());
        return settings.build();
    }

    // The builder's own type has a wildcard.
    @SuppressWarnings("rawtypes")
    private ManagedChannelBuilder configure(ManagedChannelBuilder builder) {
        builder.idleTimeout(IDLE_SECONDS, TimeUnit.SECONDS);
        if (endpoint.emulator().isPresent()) {
            builder.usePlaintext();
        }
        return builder;
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdownNow();
            client = null;
        }
    }
}
