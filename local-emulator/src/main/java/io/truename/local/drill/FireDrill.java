// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.truename.local.story.FunctionClient;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Drill of the alerts on a running local cloud. Scenes follow each other; the causes of a scene begin together, and end once all their
 * alerts have opened. Causes that last begin with the first scene and end after the last one.
 */
public final class FireDrill {
    /** In one step, changes come again exactly each five minutes; real time that passes between two of them moves the pattern. */
    private static final Duration OPENING_STEP = Duration.ofMinutes(20);

    private static final Duration CLOSING_STEP = Duration.ofHours(1);
    private static final Duration LONGEST_OPENING = Duration.ofHours(5);

    /** Not for days: so many good requests would hide the failures of the causes that follow from the budgets. */
    private static final Duration LONGEST_BETWEEN = Duration.ofHours(6);

    /** A spent budget is full again when its failures are few of all requests, or after 30 days. */
    private static final Duration LONGEST_CLOSING = Duration.ofDays(3);

    private final FunctionClient cloud;
    private final DrillClock clock;
    private final Drills drills;
    private final Consumer<String> told;
    private final Map<Cause, Instant> begun = new HashMap<>();
    private final Map<Cause, Instant> ended = new HashMap<>();

    /**
     * A drill of a cloud whose corpus has documents.
     *
     * @param told gets a line when a cause begins or ends
     */
    public FireDrill(DrilledCloud drilled, Consumer<String> told) {
        this.cloud = FunctionClient.ofTheCloud(drilled.gateway());
        this.clock = new DrillClock(cloud);
        this.drills = new Drills(drilled, cloud, clock);
        this.told = told;
    }

    /** Runs the drill; failures of a cause are exceptions, missing and unexplained alerts are in the report. */
    public DrillReport run() throws InterruptedException, SQLException {
        // The first requests and look-ups of an instance are slow: they are no calm.
        drills.calm();
        becalm(
                LONGEST_BETWEEN,
                OPENING_STEP,
                () -> cloud.get("/incidents?state=open").path("items").isEmpty());
        Instant start = clock.now();
        try {
            begin(drills.lasting());
            for (List<Cause> scene : drills.scenes()) {
                closeFromBefore(scene);
                begin(scene);
                awaitOpen(() -> all(scene, this::hasOpened));
                end(scene);
                drills.forget();
            }
            awaitOpen(() -> all(drills.lasting(), this::hasOpened));
            end(drills.lasting());
            becalm(
                    LONGEST_CLOSING,
                    LONGEST_CLOSING.dividedBy(4),
                    () -> all(drills.all(), (cause, alert) -> !isOpen(alert)));
        } catch (InterruptedException | SQLException | RuntimeException failed) {
            endRest(failed);
            throw failed;
        }
        return DrillReport.of(cloud.get("/alerts").path("items"), incidentsSince(start), drills.all(), begun, ended);
    }

    /** An alert that is open already could not open by its cause. */
    private void closeFromBefore(List<Cause> scene) throws InterruptedException, SQLException {
        if (!all(scene, (cause, alert) -> !isOpen(alert))) {
            becalm(LONGEST_BETWEEN, CLOSING_STEP, () -> all(scene, (cause, alert) -> !isOpen(alert)));
            drills.forget();
        }
    }

    /**
     * Lets calm time pass until that is reached. Requests may be slow in a calm as well, if other programs want the processor: they would
     * go on for as long as time passes, so there is another calm after each stretch.
     */
    private void becalm(Duration longest, Duration stretch, Reached reached) throws InterruptedException {
        Instant until = clock.now().plus(longest);
        do {
            drills.forget();
            drills.calm();
            await(stretch, CLOSING_STEP.compareTo(stretch) < 0 ? CLOSING_STEP : stretch, reached);
        } while (!reached.now() && clock.now().isBefore(until));
    }

    private void begin(List<Cause> causes) throws InterruptedException, SQLException {
        for (Cause cause : causes) {
            begun.put(cause, clock.now());
            cause.begin();
            told.accept("begins: " + cause.name());
        }
        for (Cause cause : causes) {
            cause.awaitPoints(false);
        }
    }

    private void end(List<Cause> causes) throws InterruptedException, SQLException {
        for (Cause cause : causes) {
            if (!ended.containsKey(cause)) {
                ended.put(cause, clock.now());
                cause.end();
                told.accept("ends: " + cause.name());
            }
        }
        for (Cause cause : causes) {
            cause.awaitPoints(true);
        }
    }

    private void endRest(Exception failed) {
        for (Cause cause : List.copyOf(begun.keySet())) {
            try {
                end(List.of(cause));
            } catch (InterruptedException | SQLException | RuntimeException further) {
                failed.addSuppressed(further);
            }
        }
    }

    /** Question about an alert of a cause. */
    private interface Wanted {
        boolean of(Cause cause, String alert) throws InterruptedException;
    }

    /** Question about all alerts. */
    private interface Reached {
        boolean now() throws InterruptedException;
    }

    private void awaitOpen(Reached reached) throws InterruptedException {
        await(LONGEST_OPENING, OPENING_STEP, reached);
    }

    /** Lets time pass until that is reached, or for the longest time. */
    private void await(Duration longest, Duration step, Reached reached) throws InterruptedException {
        Instant until = clock.now().plus(longest);
        while (!reached.now() && clock.now().isBefore(until)) {
            clock.pass(step);
        }
    }

    private static boolean all(List<Cause> causes, Wanted wanted) throws InterruptedException {
        for (Cause cause : causes) {
            for (String alert : cause.opens()) {
                if (!wanted.of(cause, alert)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** It may be closed again: some last for a few minutes only. */
    private boolean hasOpened(Cause cause, String alert) throws InterruptedException {
        JsonNode newest = cloud.get("/incidents?limit=1&alert=" + alert)
                .path("items")
                .path(0)
                .path("opened");
        Instant since = begun.get(cause);
        return since != null
                && newest.isTextual()
                && !Instant.parse(newest.asText()).isBefore(since);
    }

    private boolean isOpen(String alert) throws InterruptedException {
        return !cloud.get("/incidents?state=open&alert=" + alert).path("items").isEmpty();
    }

    private List<JsonNode> incidentsSince(Instant start) throws InterruptedException {
        List<JsonNode> incidents = new ArrayList<>();
        String after = "";
        while (true) {
            JsonNode page = cloud.get("/incidents?limit=1000" + after);
            for (JsonNode incident : page.path("items")) {
                if (!Instant.parse(incident.path("opened").asText()).isBefore(start)) {
                    incidents.add(incident);
                }
            }
            if (!page.path("next").isTextual()) {
                return incidents;
            }
            after = "&after=" + page.path("next").asText();
        }
    }
}
