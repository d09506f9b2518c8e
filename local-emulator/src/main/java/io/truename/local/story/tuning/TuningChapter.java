// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.tuning;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.monitoring.v3.TimeSeries;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.truename.local.story.FunctionClient;
import io.truename.local.story.MismatchException;
import io.truename.local.story.StoryProgress;
import io.truename.local.story.StoryResult;
import io.truename.local.story.StoryResult.Fact;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Fifth chapter of the story. Each step is checked before the next begins. */
final class TuningChapter {
    private static final String ALERT = TuneClient.ALERT;
    private static final int DAYS = 7;
    private static final int DAY_MINUTES = 1440;
    /** Minutes that go on as they are while the clock moves. */
    private static final Duration PATTERN = Duration.ofMinutes(5);

    private static final int FEWEST_ALARMS = 3;

    /** Slow requests as a multiple of the threshold, which depends on the hour at which the story is told. */
    private static final double SLOWER = 1.2;

    private final FunctionClient cloud;
    private final TuneClient tune;
    private final StoryProgress progress;

    TuningChapter(URI gateway, StoryProgress progress) {
        this.cloud = FunctionClient.ofTheCloud(gateway);
        this.tune = new TuneClient(gateway, cloud);
        this.progress = progress;
    }

    StoryResult tell() throws InterruptedException {
        // An earlier run on the same data left its threshold.
        tune.rollBack();
        progress.begin(TuningStep.WEEK, (long) DAYS * DAY_MINUTES);
        Instant present = now();
        BusyGenerate latencies = new BusyGenerate(present);
        for (int day = 0; day < DAYS; day++) {
            Instant first = present.minus(Duration.ofDays(DAYS - day)).plus(1, ChronoUnit.MINUTES);
            String points = json(latencies.past(first, DAY_MINUTES));
            JsonNode written = day == 0 ? cloud.put("/metrics/past", points) : cloud.post("/metrics/past", points);
            progress.add(TuningStep.WEEK, written.path("written").asLong());
        }
        progress.end(TuningStep.WEEK);

        progress.begin(TuningStep.PROPOSE, null);
        ProposedThresholds proposed = tune.propose(DAYS);
        requireGain(proposed);
        progress.add(TuningStep.PROPOSE, 1);
        progress.end(TuningStep.PROPOSE);

        progress.begin(TuningStep.APPLY, null);
        double threshold = tune.apply(proposed);
        pass(Duration.ofMinutes(1), false);
        requireCompared(threshold);
        progress.add(TuningStep.APPLY, 1);
        progress.end(TuningStep.APPLY);

        progress.begin(TuningStep.ALERT, null);
        if (!open().isEmpty()) {
            throw new MismatchException("the alert " + ALERT + " fires before any request is slow");
        }
        Instant before = present;
        pass(PATTERN, false);
        write(latencies.slow(before.plus(1, ChronoUnit.MINUTES), minutes(before, now()), SLOWER * tune.highestSoon()));
        pass(Duration.ofMinutes(20), true);
        JsonNode incident = opened(threshold);
        progress.add(TuningStep.ALERT, 1);
        progress.end(TuningStep.ALERT);

        progress.begin(TuningStep.CLOSE, null);
        before = now();
        pass(PATTERN, false);
        write(latencies.past(before.plus(1, ChronoUnit.MINUTES), minutes(before, now())));
        pass(Duration.ofHours(1), true);
        JsonNode detail = closed(incident);
        progress.add(TuningStep.CLOSE, 1);
        progress.end(TuningStep.CLOSE);
        return result(proposed, threshold, detail);
    }

    /** Returns the last full minute of the metrics' clock. */
    private Instant now() throws InterruptedException {
        return Instant.parse(cloud.get("/clock").path("now").asText()).truncatedTo(ChronoUnit.MINUTES);
    }

    private static int minutes(Instant from, Instant until) {
        return (int) Duration.between(from, until).toMinutes();
    }

    private void write(TimeSeries series) throws InterruptedException {
        cloud.post("/metrics/past", json(series));
    }

    private static String json(TimeSeries series) {
        try {
            return JsonFormat.printer().omittingInsignificantWhitespace().print(series);
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException("a time series has no unknown types", impossible);
        }
    }

    /** Lets minutes pass; {@code going} if every series goes on meanwhile. */
    private void pass(Duration time, boolean going) throws InterruptedException {
        cloud.post("/clock/advance", "{\"seconds\":" + time.toSeconds() + ",\"idle\":" + !going + "}");
    }

    private static void requireGain(ProposedThresholds proposed) {
        if (proposed.alarmsToday() < FEWEST_ALARMS || 2 * proposed.alarmsProposed() > proposed.alarmsToday()) {
            throw new MismatchException("the proposed thresholds give " + proposed.alarmsProposed()
                    + " false alarms in the week instead of " + proposed.alarmsToday()
                    + ", although its busy hours are slower than today's threshold");
        }
    }

    private void requireCompared(double threshold) throws InterruptedException {
        for (JsonNode alert : cloud.get("/alerts").path("items")) {
            double compared = alert.at("/conditions/0/threshold").asDouble();
            if (alert.path("name").asText().equals(ALERT) && Math.abs(compared - threshold) > 1e-6 * threshold) {
                throw new MismatchException(
                        "the alert " + ALERT + " compares with " + compared + " instead of the tuned " + threshold);
            }
        }
    }

    private JsonNode open() throws InterruptedException {
        return cloud.get("/incidents?state=open&alert=" + ALERT).path("items");
    }

    private JsonNode opened(double threshold) throws InterruptedException {
        JsonNode incidents = open();
        if (incidents.isEmpty()) {
            throw new MismatchException(
                    "the alert " + ALERT + " did not fire although requests are slower than " + threshold + " ms");
        }
        return incidents.get(0);
    }

    private JsonNode closed(JsonNode incident) throws InterruptedException {
        JsonNode detail = cloud.get("/incidents/" + incident.path("id").asText());
        if (!detail.at("/incident/state").asText().equals("closed")) {
            throw new MismatchException(
                    "the incident of " + ALERT + " is still open an hour after the last slow request");
        }
        return detail;
    }

    private static StoryResult result(ProposedThresholds proposed, double threshold, JsonNode detail) {
        JsonNode incident = detail.path("incident");
        double highest = 0;
        for (JsonNode point : detail.path("points")) {
            highest = Math.max(highest, point.path(1).asDouble());
        }
        long minutes = Duration.between(
                        Instant.parse(incident.path("opened").asText()),
                        Instant.parse(incident.path("closed").asText()))
                .toMinutes();
        boolean missed = highest < proposed.today();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Proven on", proposed.evidence()));
        facts.add(new Fact(
                "False alarms in the week",
                text("%d instead of %d", proposed.alarmsProposed(), proposed.alarmsToday())));
        facts.add(new Fact("Threshold now", text("%.1f ms instead of %.1f", threshold, proposed.today())));
        facts.add(new Fact(
                "Incident: " + incident.path("priority").asText(),
                text("%s, %.1f ms", incident.path("title").asText(), highest)
                        + (missed ? ", which today's threshold misses" : "")));
        facts.add(new Fact("Closed", ALERT + " after " + minutes + " min"));
        return new StoryResult(
                text(
                        "A tuned threshold gives %d false %s in a week instead of %d, and found %s.",
                        proposed.alarmsProposed(),
                        proposed.alarmsProposed() == 1 ? "alarm" : "alarms",
                        proposed.alarmsToday(),
                        missed ? "an incident that nobody would have noticed" : "an incident"),
                facts);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
