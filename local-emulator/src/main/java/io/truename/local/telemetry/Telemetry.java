// SPDX-License-Identifier: Apache-2.0
package io.truename.local.telemetry;

import com.fasterxml.jackson.databind.util.RawValue;
import com.google.logging.type.LogSeverity;
import com.google.logging.v2.ListLogsRequest;
import com.google.logging.v2.LoggingServiceV2Grpc;
import com.google.monitoring.v3.ListMetricDescriptorsRequest;
import com.google.monitoring.v3.MetricServiceGrpc;
import io.grpc.BindableService;
import io.truename.catalog.Catalog;
import io.truename.catalog.MetricSpec;
import io.truename.local.component.Component;
import io.truename.local.component.Health;
import io.truename.local.control.ControlReply;
import io.truename.local.control.ControlRoutes;
import io.truename.local.functions.FunctionObserver;
import io.truename.local.functions.Revision;
import io.truename.local.log.LogBuffer;
import io.truename.local.log.LogLine;
import io.truename.local.logging.LocalLogging;
import io.truename.local.logging.LogsApi;
import io.truename.local.logging.LogsProblem;
import io.truename.local.logging.metrics.LogMetrics;
import io.truename.local.monitoring.LocalMonitoring;
import io.truename.local.monitoring.MetricsApi;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Cloud Logging and Cloud Monitoring as one component of the local cloud, on one gRPC port. Functions reach both by this
 * component's observer; the catalog's log-based metrics are made of their lines.
 */
public final class Telemetry implements Component {
    private final LocalLogging logging;
    private final LocalMonitoring monitoring;
    private final String project;
    private final Optional<FileChannel> lock;
    private final LogMetrics logMetrics;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Optional<TelemetryServer> server = Optional.empty();

    /**
     * Opens both services; {@link #listen} serves them.
     *
     * @param kept the folder that keeps entries and points; empty to forget them at the end of the run
     * @throws IOException if the folder cannot be used
     */
    public Telemetry(Catalog catalog, String project, Clock clock, Optional<Path> kept) throws IOException {
        this.project = project;
        this.lock = kept.isPresent() ? Optional.of(lock(kept.get())) : Optional.empty();
        this.logging = new LocalLogging(clock, project, kept.map(folder -> folder.resolve("logging")));
        this.monitoring = new LocalMonitoring(clock, project, kept.map(folder -> folder.resolve("monitoring")));
        catalog.metrics().values().stream()
                .filter(metric -> !(metric.source() instanceof MetricSpec.Source.Platform))
                .map(CatalogLogMetrics::descriptor)
                .forEach(monitoring.sink()::describe);
        this.logMetrics = logging.measure(CatalogLogMetrics.of(catalog), monitoring.sink()::write);
        monitoring.pending(logMetrics::flush);
    }

    /** Two processes would write the same files. */
    private static FileChannel lock(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileChannel file =
                FileChannel.open(folder.resolve("telemetry.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (file.tryLock() != null) {
                return file;
            }
        } catch (OverlappingFileLockException ofThisProcess) {
            // The same as a lock of another process.
        }
        file.close();
        throw new IOException("another local cloud uses it");
    }

    /** Makes points of the log entries that have come since the last full minute. */
    public void countEntries() {
        logMetrics.flush();
    }

    /** Makes points of everything that has happened since the last full minute. */
    void sample() {
        countEntries();
        monitoring.sample();
    }

    /**
     * Serves both over gRPC.
     *
     * @param port the port to listen on; 0 for any free one
     * @throws java.net.BindException if the port is taken; the message says so in one sentence
     */
    public void listen(int port) throws java.net.BindException {
        List<BindableService> services = Stream.concat(logging.services().stream(), monitoring.services().stream())
                .toList();
        server = Optional.of(new TelemetryServer(services, port));
    }

    /** Returns the address for clients, {@code 127.0.0.1:PORT}; plaintext, no credentials. */
    public String target() {
        return server.map(TelemetryServer::target).orElse("");
    }

    /** Returns the console's queries of log entries. */
    public LogsApi logs() {
        return logging.api();
    }

    /** Returns the observer that makes log entries and resource metrics of the events of functions. */
    public FunctionObserver observer() {
        return new FunctionObserver() {
            @Override
            public void printed(Revision revision, String line) {
                logging.accept(revision.function(), revision.name(), "stdout", line);
            }

            @Override
            public void answered(Revision revision, int status, Duration latency) {
                monitoring.resources().request(revision.function(), revision.name(), status, latency);
            }

            @Override
            public void started(Revision revision, Duration startup) {
                monitoring.resources().started(revision.function(), revision.name(), startup);
                monitoring.resources().billed(revision.function(), revision.name(), startup);
            }

            @Override
            public void worked(Revision revision, Duration time) {
                monitoring.resources().billed(revision.function(), revision.name(), time);
            }

            @Override
            public void used(Revision revision, double memory, double processor) {
                monitoring.resources().memory(revision.function(), revision.name(), memory);
                monitoring.resources().processor(revision.function(), revision.name(), processor);
            }
        };
    }

    /** Copies lines of the local cloud's own components to Cloud Logging; those of functions arrive as they were printed. */
    public void copy(LogBuffer log) {
        var unused = log.listen(line -> {
            if (!line.isPrinted()) {
                logging.write(line.source(), severity(line), line.message());
            }
        });
    }

    private static LogSeverity severity(LogLine line) {
        try {
            return LogSeverity.valueOf(line.severity());
        } catch (IllegalArgumentException unknown) {
            return LogSeverity.DEFAULT;
        }
    }

    /** Returns Monitoring, for components that read its series. */
    public LocalMonitoring monitoring() {
        return monitoring;
    }

    /** Returns the samplers of the local cloud's other components. */
    public ResourceWatch watch() {
        return new ResourceWatch(monitoring.resources());
    }

    /** Adds {@code /api/logs} and {@code /api/metrics}. */
    public void addRoutes(ControlRoutes routes) {
        routes.add("GET", "/api/logs", request -> reply(() -> logging.api().list(request.query())));
        routes.add(
                "GET",
                "/api/logs/histogram",
                request -> reply(() -> logging.api().histogram(request.query())));
        routes.add(
                "GET",
                "/api/logs/names",
                request -> ControlReply.ok(new RawValue(logging.api().logs())));
        routes.add(
                "GET",
                "/api/metrics/descriptors",
                request -> reply(monitoring.api().descriptors(request.query())));
        routes.add(
                "GET", "/api/metrics/query", request -> reply(monitoring.api().query(request.query())));
        new PastCommands(monitoring).addRoutes(routes);
    }

    private static ControlReply reply(Supplier<String> answer) {
        try {
            return ControlReply.ok(new RawValue(answer.get()));
        } catch (LogsProblem unusable) {
            return new ControlReply(unusable.status(), new RawValue(unusable.json()), true);
        }
    }

    private static ControlReply reply(MetricsApi.Reply reply) {
        return new ControlReply(reply.status(), new RawValue(reply.body()), reply.status() >= 400);
    }

    @Override
    public String name() {
        return "telemetry";
    }

    @Override
    public Health health() {
        if (closed.get() || server.isEmpty()) {
            return Health.down("It does not listen: restart the local cloud.");
        }
        try {
            TelemetryServer listening = server.get();
            var unused = LoggingServiceV2Grpc.newBlockingStub(listening.self())
                    .withDeadlineAfter(2, TimeUnit.SECONDS)
                    .listLogs(ListLogsRequest.newBuilder()
                            .setParent("projects/" + project)
                            .setPageSize(1)
                            .build());
            var ignored = MetricServiceGrpc.newBlockingStub(listening.self())
                    .withDeadlineAfter(2, TimeUnit.SECONDS)
                    .listMetricDescriptors(ListMetricDescriptorsRequest.newBuilder()
                            .setName("projects/" + project)
                            .setPageSize(1)
                            .build());
            return logging.problem()
                    .map(Health::down)
                    .orElseGet(() ->
                            Health.up("ListLogs and ListMetricDescriptors answered over gRPC on " + target() + "."));
        } catch (RuntimeException failed) {
            return Health.down(
                    "No answer over gRPC on " + target() + " (" + failed.getMessage() + "): restart the local cloud.");
        }
    }

    /**
     * Status for the console.
     *
     * @param logBytes bytes of log entries in memory
     * @param metricBytes bytes of time series in memory
     * @param aheadSeconds how far the clock of the metrics was moved ahead
     */
    public record Status(String target, long logEntries, long logBytes, long metricBytes, long aheadSeconds) {}

    @Override
    public Status status() {
        return new Status(
                target(),
                logging.usage().entries(),
                logging.usage().bytes(),
                monitoring.memoryBytes(),
                monitoring.ahead().toSeconds());
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            server.ifPresent(TelemetryServer::close);
            logging.close();
            monitoring.close();
            lock.ifPresent(Telemetry::unlock);
        }
    }

    private static void unlock(FileChannel lock) {
        try {
            lock.close();
        } catch (IOException ending) {
            // The process ends, which frees it.
        }
    }
}
