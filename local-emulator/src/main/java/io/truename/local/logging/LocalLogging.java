// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging;

import com.google.api.MonitoredResource;
import com.google.logging.type.LogSeverity;
import com.google.logging.v2.ConfigServiceV2Grpc;
import com.google.logging.v2.LogEntry;
import com.google.logging.v2.LogMetric;
import com.google.logging.v2.MetricsServiceV2Grpc;
import com.google.monitoring.v3.TimeSeries;
import io.grpc.BindableService;
import io.truename.local.logging.agent.AgentParser;
import io.truename.local.logging.agent.EntryTimes;
import io.truename.local.logging.agent.InsertIds;
import io.truename.local.logging.grpc.LoggingService;
import io.truename.local.logging.grpc.TailCalls;
import io.truename.local.logging.grpc.UnsupportedService;
import io.truename.local.logging.metrics.LogMetrics;
import io.truename.local.logging.store.LogStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Cloud Logging of the local cloud. Thread-safe. */
public final class LocalLogging implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LocalLogging.class.getName());
    private static final long TICK_MILLIS = 100;

    private final Clock clock;
    private final String project;
    private final InsertIds ids;
    private final AgentParser agent;
    private final LogStore store;
    private final TailCalls tails;
    private final ScheduledExecutorService timer;
    private volatile @Nullable LogMetrics metrics;

    /** Starts Cloud Logging with {@value LogStore#DEFAULT_BYTES} bytes. */
    public LocalLogging(Clock clock, String project, Optional<Path> folder) throws IOException {
        this(clock, project, folder, LogStore.DEFAULT_BYTES);
    }

    /**
     * Starts Cloud Logging.
     *
     * @param folder where the entries are also kept; it belongs to this process alone
     * @param mostBytes the bytes to keep, in memory and in the folder each
     * @throws IOException if the folder cannot be read or written
     */
    public LocalLogging(Clock clock, String project, Optional<Path> folder, long mostBytes) throws IOException {
        this.clock = clock;
        this.project = project;
        this.ids = new InsertIds(clock);
        this.agent = new AgentParser(clock, project, ids);
        this.store = folder.isPresent() ? LogStore.open(folder.get(), mostBytes) : new LogStore(mostBytes);
        this.tails = new TailCalls(store);
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "logging-timer");
            thread.setDaemon(true);
            return thread;
        });
        var ignored = timer.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        try {
            tails.tick();
            LogMetrics active = metrics;
            if (active != null) {
                active.tick();
            }
        } catch (RuntimeException bug) {
            LOG.log(System.Logger.Level.ERROR, "The timer of Cloud Logging failed", bug);
        }
    }

    /** Returns the gRPC services; sinks, views and the administration of metrics are refused by name. */
    public List<BindableService> services() {
        return List.of(
                new LoggingService(store, tails, clock, ids),
                new UnsupportedService(
                        ConfigServiceV2Grpc.getServiceDescriptor(),
                        "All entries are kept in one place here: list them."),
                new UnsupportedService(
                        MetricsServiceV2Grpc.getServiceDescriptor(),
                        "Declare log-based metrics in terraform/catalog/metrics.yaml."));
    }

    /**
     * Makes metrics of all entries that arrive from now on. May be called once.
     *
     * @param sink receives the points, in the minute after they were counted; must be quick
     */
    public LogMetrics measure(List<LogMetric> definitions, Consumer<TimeSeries> sink) {
        if (metrics != null) {
            throw new IllegalStateException("The log is measured already");
        }
        LogMetrics made = new LogMetrics(clock, sink);
        definitions.forEach(made::add);
        metrics = made;
        store.listen(made::accept);
        return made;
    }

    /**
     * Takes the output of a function.
     *
     * @param revision name of the function's revision
     * @param stream {@code stdout} or {@code stderr}
     * @param lines one or more lines
     */
    public void accept(String function, String revision, String stream, String lines) {
        store.add(agent.parse(function, revision, stream, lines));
    }

    /** Writes an entry of the local cloud itself: log {@code local-cloud}, label {@code component}. */
    public void write(String component, LogSeverity severity, String message) {
        Instant now = clock.instant();
        store.add(List.of(LogEntry.newBuilder()
                .setLogName("projects/" + project + "/logs/local-cloud")
                .setResource(MonitoredResource.newBuilder().setType("global").putLabels("project_id", project))
                .setTimestamp(EntryTimes.timestamp(now))
                .setReceiveTimestamp(EntryTimes.timestamp(now))
                .setInsertId(ids.next())
                .setSeverity(severity)
                .putLabels("component", component)
                .setTextPayload(message)
                .build()));
    }

    /** Returns the entries as JSON, for the console. */
    public LogsApi api() {
        return new LogsApi(store);
    }

    /** Returns how full the store is. */
    public LogStore.Usage usage() {
        return store.usage();
    }

    /** Returns the fault, as a sentence. */
    public Optional<String> problem() {
        return store.problem();
    }

    @Override
    public void close() {
        timer.shutdown();
        LogMetrics active = metrics;
        if (active != null) {
            active.flush();
        }
        store.close();
        try {
            if (!timer.awaitTermination(1, TimeUnit.SECONDS)) {
                timer.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
