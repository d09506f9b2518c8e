// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.grpc;

import com.google.api.MetricDescriptor;
import com.google.api.MonitoredResourceDescriptor;
import com.google.monitoring.v3.CreateMetricDescriptorRequest;
import com.google.monitoring.v3.CreateTimeSeriesRequest;
import com.google.monitoring.v3.DeleteMetricDescriptorRequest;
import com.google.monitoring.v3.GetMetricDescriptorRequest;
import com.google.monitoring.v3.GetMonitoredResourceDescriptorRequest;
import com.google.monitoring.v3.ListMetricDescriptorsRequest;
import com.google.monitoring.v3.ListMetricDescriptorsResponse;
import com.google.monitoring.v3.ListMonitoredResourceDescriptorsRequest;
import com.google.monitoring.v3.ListMonitoredResourceDescriptorsResponse;
import com.google.monitoring.v3.ListTimeSeriesRequest;
import com.google.monitoring.v3.ListTimeSeriesResponse;
import com.google.monitoring.v3.MetricServiceGrpc.MetricServiceImplBase;
import com.google.protobuf.Empty;
import com.google.protobuf.util.Timestamps;
import io.grpc.stub.StreamObserver;
import io.truename.alerting.query.Field;
import io.truename.alerting.query.Filter;
import io.truename.alerting.query.MetricQuery;
import io.truename.alerting.query.QueryEngine;
import io.truename.alerting.series.MonitoringException;
import io.truename.local.monitoring.write.ClientTimes;
import io.truename.local.monitoring.write.Descriptors;
import io.truename.local.monitoring.write.ResourceTypes;
import io.truename.local.monitoring.write.TimeSeriesWriter;

/** gRPC service {@code google.monitoring.v3.MetricService}. */
public final class MetricService extends MetricServiceImplBase {
    private static final String METRICS = "metricDescriptors";
    private static final String RESOURCES = "monitoredResourceDescriptors";

    private final Descriptors descriptors;
    private final TimeSeriesWriter writer;
    private final QueryEngine queries;
    private final ClientTimes times;
    private final Names names;

    public MetricService(
            Descriptors descriptors, TimeSeriesWriter writer, QueryEngine queries, ClientTimes times, String project) {
        this.descriptors = descriptors;
        this.writer = writer;
        this.queries = queries;
        this.times = times;
        this.names = new Names(project);
    }

    @Override
    public void createMetricDescriptor(
            CreateMetricDescriptorRequest request, StreamObserver<MetricDescriptor> observer) {
        Responses.answer(observer, () -> {
            names.requireProject(request.getName());
            return descriptors.create(request.getMetricDescriptor());
        });
    }

    @Override
    public void getMetricDescriptor(GetMetricDescriptorRequest request, StreamObserver<MetricDescriptor> observer) {
        Responses.answer(observer, () -> descriptors.get(names.id(request.getName(), METRICS)));
    }

    @Override
    public void deleteMetricDescriptor(DeleteMetricDescriptorRequest request, StreamObserver<Empty> observer) {
        Responses.answer(observer, () -> {
            descriptors.delete(names.id(request.getName(), METRICS));
            return Empty.getDefaultInstance();
        });
    }

    @Override
    public void listMetricDescriptors(
            ListMetricDescriptorsRequest request, StreamObserver<ListMetricDescriptorsResponse> observer) {
        Responses.answer(observer, () -> {
            names.requireProject(request.getName());
            var page = DescriptorPages.page(
                    descriptors.list(),
                    MetricDescriptor::getType,
                    DescriptorPages.filter(request.getFilter(), Field.Kind.METRIC_TYPE),
                    request.toBuilder().clearPageToken().clearPageSize().build(),
                    request.getPageToken(),
                    request.getPageSize());
            return ListMetricDescriptorsResponse.newBuilder()
                    .addAllMetricDescriptors(page.items())
                    .setNextPageToken(page.next())
                    .build();
        });
    }

    @Override
    public void getMonitoredResourceDescriptor(
            GetMonitoredResourceDescriptorRequest request, StreamObserver<MonitoredResourceDescriptor> observer) {
        Responses.answer(observer, () -> {
            String type = names.id(request.getName(), RESOURCES);
            return ResourceTypes.find(type)
                    .map(this::named)
                    .orElseThrow(() -> new MonitoringException(
                            MonitoringException.Reason.NOT_FOUND,
                            "The local cloud has no monitored resource of the type \"" + type + "\"."));
        });
    }

    @Override
    public void listMonitoredResourceDescriptors(
            ListMonitoredResourceDescriptorsRequest request,
            StreamObserver<ListMonitoredResourceDescriptorsResponse> observer) {
        Responses.answer(observer, () -> {
            names.requireProject(request.getName());
            var page = DescriptorPages.page(
                    ResourceTypes.all(),
                    MonitoredResourceDescriptor::getType,
                    DescriptorPages.filter(request.getFilter(), Field.Kind.RESOURCE_TYPE),
                    request.toBuilder().clearPageToken().clearPageSize().build(),
                    request.getPageToken(),
                    request.getPageSize());
            return ListMonitoredResourceDescriptorsResponse.newBuilder()
                    .addAllResourceDescriptors(
                            page.items().stream().map(this::named).toList())
                    .setNextPageToken(page.next())
                    .build();
        });
    }

    private MonitoredResourceDescriptor named(MonitoredResourceDescriptor descriptor) {
        return descriptor.toBuilder()
                .setName(names.name(RESOURCES, descriptor.getType()))
                .build();
    }

    @Override
    public void listTimeSeries(ListTimeSeriesRequest request, StreamObserver<ListTimeSeriesResponse> observer) {
        Responses.answer(observer, () -> {
            names.requireProject(request.getName());
            ListTimeSeriesRequest stored = request.hasInterval()
                    ? request.toBuilder()
                            .setInterval(times.toStore(request.getInterval()))
                            .build()
                    : request;
            return times.toClient(SeriesPages.page(queries.run(query(stored)), request));
        });
    }

    private static MetricQuery query(ListTimeSeriesRequest request) {
        if (!request.getOrderBy().isEmpty()) {
            throw MonitoringException.invalid("order_by must be left out: points come newest first.");
        }
        if (!request.getInterval().hasEndTime()) {
            throw MonitoringException.invalid("interval.end_time is required.");
        }
        long end = Timestamps.toMillis(request.getInterval().getEndTime());
        long start = request.getInterval().hasStartTime()
                ? Timestamps.toMillis(request.getInterval().getStartTime())
                : end;
        return new MetricQuery(
                Filter.parse(request.getFilter()),
                start,
                end,
                request.getAggregation(),
                request.getSecondaryAggregation());
    }

    @Override
    public void createTimeSeries(CreateTimeSeriesRequest request, StreamObserver<Empty> observer) {
        Responses.answer(observer, () -> {
            names.requireProject(request.getName());
            writer.write(
                    request.getTimeSeriesList().stream().map(times::toStore).toList());
            return Empty.getDefaultInstance();
        });
    }

    @Override
    public void createServiceTimeSeries(CreateTimeSeriesRequest request, StreamObserver<Empty> observer) {
        Responses.answer(observer, () -> {
            throw new MonitoringException(
                    MonitoringException.Reason.PERMISSION_DENIED,
                    "CreateServiceTimeSeries is for the cloud's own services: use CreateTimeSeries and a type that begins"
                            + " with custom.googleapis.com/.");
        });
    }
}
