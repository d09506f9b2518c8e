// SPDX-License-Identifier: Apache-2.0
package io.truename.local.alerting;

import com.google.monitoring.v3.AlertPolicy;
import com.google.monitoring.v3.AlertPolicy.AlertStrategy;
import com.google.monitoring.v3.AlertPolicy.AlertStrategy.NotificationPrompt;
import com.google.monitoring.v3.AlertPolicy.Condition;
import com.google.protobuf.Duration;
import io.truename.alerting.policy.Evaluation;
import io.truename.alerting.policy.Incident;
import io.truename.alerting.policy.SeriesState;
import io.truename.alerting.series.SeriesKey;
import io.truename.observability.policy.ConditionValues;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates every policy at a time, and brings the kept incidents in line with the outcome: opens those that are missing, closes those
 * that are over, and publishes pending messages. An incident is kept before its message is published, and the message is taken
 * off it afterwards, so that the end of the process in between repeats a message and loses none. Not thread-safe.
 */
final class AlertEngine {
    private static final System.Logger LOG = System.getLogger(AlertEngine.class.getName());
    private static final long DAY = 86_400_000;
    private static final long QUARTER = 900_000;

    /** Publisher of a message to the topic of incidents. */
    interface Publisher {
        void publish(String message);
    }

    private record Place(String condition, SeriesKey series) {}

    private final Map<String, PolicyRun> runs = new LinkedHashMap<>();
    private final AlertStore store;
    private final ConditionValues values;
    private final IncidentMessages messages;
    private final Publisher publisher;
    private final LongSupplier ahead;
    private long latest = Long.MIN_VALUE;

    AlertEngine(
            List<PolicyRun> runs,
            AlertStore store,
            ConditionValues values,
            IncidentMessages messages,
            Publisher publisher,
            LongSupplier ahead) {
        runs.forEach(run -> this.runs.put(run.alert(), run));
        this.store = store;
        this.values = values;
        this.messages = messages;
        this.publisher = publisher;
        this.ahead = ahead;
    }

    /**
     * Recalls the states that evaluators would have at a time: for as long as a condition must be met, and for policies with open incidents
     * from their opening on, though no longer than until they would close for lack of data.
     */
    void recall(long time) {
        for (PolicyRun run : runs.values()) {
            long from = Math.max(
                    time - DAY - QUARTER,
                    store.open(run.alert()).stream()
                            .mapToLong(AlertIncident::opened)
                            .min()
                            .orElse(time));
            run.recall(from - run.longest(), time);
        }
        store.incidents().stream()
                .filter(incident -> incident.isOpen() && find(incident).isEmpty())
                .forEach(gone -> store.put(gone.closedAt(time, null, "closed: the policy is gone", false)));
    }

    private Optional<Condition> find(AlertIncident incident) {
        PolicyRun run = runs.get(incident.alert());
        return run == null
                ? Optional.empty()
                : run.policy().getConditionsList().stream()
                        .filter(condition ->
                                PolicyRun.lastPart(condition.getName()).equals(incident.condition()))
                        .findFirst();
    }

    /** Evaluates every policy; times rise from call to call. */
    void evaluate(long time) {
        if (time <= latest) {
            return;
        }
        latest = time;
        for (PolicyRun run : runs.values()) {
            run.evaluate(time).ifPresent(evaluation -> adjust(run, evaluation));
        }
        publish(time);
    }

    /** Returns the time of the newest evaluation; the smallest number before the first. */
    long latest() {
        return latest;
    }

    private void adjust(PolicyRun run, Evaluation evaluation) {
        long time = evaluation.time();
        Optional<Silence> silence = store.silence(run.alert(), time);
        Map<Place, Incident> firing = new HashMap<>();
        if (silence.isEmpty()) {
            evaluation
                    .open()
                    .forEach(incident ->
                            firing.put(new Place(run.condition(incident.condition()), incident.series()), incident));
        }
        for (AlertIncident open : store.open(run.alert())) {
            if (firing.remove(new Place(open.condition(), open.series())) == null) {
                String reason = silence.map(active -> "closed: silenced (" + active.reason() + ")")
                        .orElseGet(() -> reason(run, evaluation, open));
                store.put(open.closedAt(
                        time, value(run, open, time), reason, tells(run.policy(), NotificationPrompt.CLOSED)));
            } else {
                renotify(run.policy(), open, time);
            }
        }
        firing.forEach((place, incident) -> open(run, place, incident, time));
    }

    /** Value of an incident's series at a time; null if there is none. */
    private @Nullable Double value(PolicyRun run, AlertIncident incident, long time) {
        List<List<SeriesState>> states = values.at(run.policy(), time);
        for (int i = 0; i < states.size(); i++) {
            if (run.condition(i).equals(incident.condition())) {
                return states.get(i).stream()
                        .filter(state -> state.series().equals(incident.series()))
                        .map(state -> number(state.value()))
                        .findFirst()
                        .orElse(null);
            }
        }
        return null;
    }

    private static String reason(PolicyRun run, Evaluation evaluation, AlertIncident incident) {
        for (int i = 0; i < evaluation.series().size(); i++) {
            boolean known =
                    evaluation.series().get(i).stream().map(SeriesState::series).anyMatch(incident.series()::equals);
            if (run.condition(i).equals(incident.condition())) {
                return known || !run.policy().getConditions(i).hasConditionThreshold()
                        ? "closed: the condition is not met"
                        : "closed: no data";
            }
        }
        return "closed";
    }

    private void open(PolicyRun run, Place place, Incident incident, long time) {
        Condition condition = run.policy().getConditions(incident.condition());
        OptionalDouble threshold = values.threshold(run.policy(), condition, time);
        AlertIncident opened = AlertIncident.of(
                run.alert(),
                place.condition(),
                place.series(),
                time,
                ahead.getAsLong(),
                number(incident.value()),
                number(threshold));
        store.put(tells(run.policy(), NotificationPrompt.OPENED) ? opened : opened.told(time));
    }

    private static @Nullable Double number(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : null;
    }

    /** A policy without prompts tells both. */
    private static boolean tells(AlertPolicy policy, NotificationPrompt prompt) {
        List<NotificationPrompt> prompts = policy.getAlertStrategy().getNotificationPromptsList();
        return prompts.isEmpty() || prompts.contains(prompt);
    }

    private void renotify(AlertPolicy policy, AlertIncident open, long time) {
        OptionalLong interval = interval(policy.getAlertStrategy());
        if (interval.isPresent() && open.pending().isEmpty() && time - open.notified() >= interval.getAsLong()) {
            store.put(open.renotified(time));
        }
    }

    private static OptionalLong interval(AlertStrategy strategy) {
        return strategy.getNotificationChannelStrategyList().stream()
                .map(AlertStrategy.NotificationChannelStrategy::getRenotifyInterval)
                .mapToLong(Duration::getSeconds)
                .flatMap(seconds -> seconds > 0 ? LongStream.of(seconds * 1000) : LongStream.empty())
                .min();
    }

    /** Publishes every pending message, oldest first; one that fails stays pending until the next evaluation. */
    private void publish(long time) {
        for (AlertIncident kept : store.incidents()) {
            AlertIncident incident = kept;
            while (!incident.pending().isEmpty()) {
                PolicyRun run = runs.get(incident.alert());
                Optional<Condition> condition = find(incident);
                if (run != null && condition.isPresent()) {
                    try {
                        publisher.publish(messages.message(
                                incident, incident.pending().get(0), run.policy(), condition.get(), ahead.getAsLong()));
                    } catch (RuntimeException failed) {
                        LOG.log(System.Logger.Level.WARNING, "A message of an incident waits: " + failed);
                        return;
                    }
                }
                incident = incident.told(time);
                store.put(incident);
            }
        }
    }
}
