// SPDX-License-Identifier: Apache-2.0
package io.truename.local.alerting;

import com.google.api.MetricDescriptor;
import com.google.monitoring.v3.AlertPolicy;
import com.google.monitoring.v3.ServiceLevelObjective;
import io.truename.alerting.series.SeriesSource;
import io.truename.catalog.Catalog;
import io.truename.local.component.Component;
import io.truename.local.component.Health;
import io.truename.local.control.ControlRoutes;
import io.truename.local.monitoring.MonitoringClock;
import io.truename.observability.policy.AlertPolicies;
import io.truename.observability.policy.ConditionValues;
import io.truename.observability.policy.Objectives;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Alerting of Cloud Monitoring on one machine: evaluates the catalog's policies at each full minute of the monitoring clock, on a thread
 * of its own, over the stored series. Incidents go to the topic {@code incidents}. Thread-safe.
 */
public final class LocalAlerting implements Component {
    /** Topic to which messages go. */
    public static final String TOPIC = "incidents";

    private static final System.Logger LOG = System.getLogger(LocalAlerting.class.getName());
    private static final long MINUTE = 60_000;

    /** How long after the full minute it is evaluated: the samples of the minute are written by then. */
    private static final long DELAY = 3_000;

    private final Clock clock;
    private final AlertStore store;
    private final AlertEngine engine;
    private final AlertsApi api;
    private final SilenceCommands silences;
    private final int policies;
    private final ScheduledExecutorService minutely = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "alerting-minutes");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Opens alerting; {@link #start} begins to evaluate.
     *
     * @param clock the monitoring clock
     * @param folder where to keep incidents and silences; without one they end with the process
     * @param runbooks gives the text of a runbook by the name of its alert or objective
     * @param baseUrl address of the console
     * @param publisher publishes a message to the topic of incidents
     */
    public LocalAlerting(
            Catalog catalog,
            String project,
            SeriesSource source,
            Clock clock,
            Optional<Path> folder,
            Function<String, String> runbooks,
            String baseUrl,
            AlertPublisher publisher) {
        this(catalog, AlertPolicies.of(catalog, project, runbooks), project, source, clock, folder, baseUrl, publisher);
    }

    /** Opens alerting with given policies. */
    LocalAlerting(
            Catalog catalog,
            List<AlertPolicy> given,
            String project,
            SeriesSource source,
            Clock clock,
            Optional<Path> folder,
            String baseUrl,
            AlertPublisher publisher) {
        this.clock = clock;
        List<ServiceLevelObjective> objectives = Objectives.of(catalog, project);
        List<PolicyRun> runs = given.stream()
                .map(policy -> new PolicyRun(policy, source, objectives))
                .toList();
        ConditionValues values = new ConditionValues(catalog, source, objectives);
        this.policies = runs.size();
        this.store = new AlertStore(folder);
        this.engine = new AlertEngine(
                runs,
                store,
                values,
                new IncidentMessages(
                        project,
                        baseUrl,
                        type -> source.descriptor(type)
                                .map(MetricDescriptor::getDisplayName)
                                .orElse("")),
                message -> publisher.publish(TOPIC, message),
                clock instanceof MonitoringClock moved ? () -> moved.ahead().toMillis() : () -> 0);
        this.api = new AlertsApi(runs, store, values, clock, new ObjectiveStates(catalog, source, objectives));
        this.silences =
                new SilenceCommands(runs.stream().map(PolicyRun::alert).collect(Collectors.toSet()), store, clock);
    }

    /** Publisher of messages to topics. */
    @FunctionalInterface
    public interface AlertPublisher {
        void publish(String topic, String data);
    }

    /** Recalls the recent past of the stored series, and from then on evaluates each minute. */
    public void start() {
        minutely.execute(() -> guarded(this::recall));
        long wait = MINUTE - Math.floorMod(clock.millis(), MINUTE) + DELAY;
        var unused = minutely.scheduleAtFixedRate(() -> guarded(this::evaluate), wait, MINUTE, TimeUnit.MILLISECONDS);
    }

    private static void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException failed) {
            LOG.log(System.Logger.Level.ERROR, "Alerts were not evaluated", failed);
        }
    }

    private long minute() {
        long now = clock.millis();
        return now - Math.floorMod(now, MINUTE);
    }

    /** Recalls the recent past; {@link #start} does so on its own thread. */
    void recall() {
        synchronized (engine) {
            engine.recall(minute());
        }
    }

    /** Evaluates the last full minute of the monitoring clock, unless that was done. */
    public void evaluate() {
        synchronized (engine) {
            engine.evaluate(minute());
        }
    }

    /** Adds the routes of alerts, incidents, silences and objectives. */
    public void addRoutes(ControlRoutes routes) {
        api.addRoutes(routes);
        silences.addRoutes(routes);
    }

    @Override
    public String name() {
        return "alerting";
    }

    @Override
    public Health health() {
        return minutely.isShutdown()
                ? Health.down("Stopped; start the local cloud again.")
                : Health.up(policies + " policies are evaluated each minute.");
    }

    /** Status for the console. */
    public record Status(int policies, int open) {}

    @Override
    public Status status() {
        return new Status(policies, (int)
                store.incidents().stream().filter(AlertIncident::isOpen).count());
    }

    @Override
    public void close() {
        minutely.shutdown();
        try {
            if (!minutely.awaitTermination(5, TimeUnit.SECONDS)) {
                minutely.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            minutely.shutdownNow();
            Thread.currentThread().interrupt();
        }
        store.close();
    }
}
