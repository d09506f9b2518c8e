// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.outage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.truename.local.story.FunctionClient;
import io.truename.local.story.MismatchException;
import io.truename.local.story.StoryFailedException;
import io.truename.local.story.StoryProgress;
import io.truename.local.story.StoryResult;
import io.truename.local.story.StoryResult.Fact;
import io.truename.local.story.StoryStep;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Fourth chapter of the story. Each step is checked before the next begins. */
final class OutageChapter {
    /** Alerts that must open, and no other check decides for them. */
    private static final List<String> EXPECTED = List.of("generate-failures", "generate-availability-fast");

    private static final int REQUESTS = 8;
    private static final int LOOKS = 150;
    private static final int PAUSE_MILLIS = 200;
    private static final String BROKEN = "{\"environment\":{\"TRUENAME_NAMESPACE\":\"no namespace\"}}";
    private static final String REVISION_BEFORE = "{\"environment\":{}}";
    private static final String DOCUMENT =
            "{\"items\":[{\"kind\":\"document\",\"userId\":\"user-1\",\"fileSha256\":\"" + "5e".repeat(32) + "\"}]}";

    private final FunctionClient cloud;
    private final FunctionClient generate;
    private final FunctionClient tune;
    private final StoryProgress progress;

    OutageChapter(URI gateway, StoryProgress progress) {
        this.cloud = FunctionClient.ofTheCloud(gateway);
        this.generate = new FunctionClient(gateway, "generate");
        this.tune = new FunctionClient(gateway, "tune");
        this.progress = progress;
    }

    StoryResult tell() throws InterruptedException {
        // A run that was ended in the middle left the broken revision.
        mend();
        progress.begin(OutageStep.CALM, null);
        succeed(OutageStep.CALM);
        pass(Duration.ofMinutes(5), false);
        for (String alert : EXPECTED) {
            if (!open(alert).isEmpty()) {
                throw new MismatchException("the alert " + alert + " fires before anything is broken");
            }
        }
        progress.end(OutageStep.CALM);

        // An evaluation is of the full minute before.
        Instant begun = Instant.now().minus(Duration.ofMinutes(1));
        Outage outage = outage();
        List<JsonNode> opened = outage.opened();
        String broken = outage.revision();

        progress.begin(OutageStep.CAUSE, null);
        for (String alert : EXPECTED) {
            requireCause(alert, "revision " + broken, begun);
            progress.add(OutageStep.CAUSE, 1);
        }
        progress.end(OutageStep.CAUSE);

        progress.begin(OutageStep.MEND, null);
        mend();
        succeed(OutageStep.MEND);
        progress.end(OutageStep.MEND);

        progress.begin(OutageStep.CLOSE, null);
        Set<String> closed = close(opened);
        progress.end(OutageStep.CLOSE);
        return result(opened, broken, closed);
    }

    /** Incidents that opened, and the revision that broke generate. */
    private record Outage(List<JsonNode> opened, String revision) {}

    /** Breaks generate. If no incident opens, the revision before is deployed again: others use generate. */
    private Outage outage() throws InterruptedException {
        boolean noticed = false;
        try {
            progress.begin(OutageStep.BREAK, null);
            cloud.post("/functions/generate/deploy", BROKEN);
            fail();
            String broken = revision();
            progress.end(OutageStep.BREAK);

            progress.begin(OutageStep.ALERT, null);
            List<JsonNode> opened = opened();
            progress.end(OutageStep.ALERT);
            noticed = true;
            return new Outage(opened, broken);
        } finally {
            if (!noticed) {
                mend();
            }
        }
    }

    private void mend() throws InterruptedException {
        cloud.post("/functions/generate/deploy", REVISION_BEFORE);
    }

    private void succeed(StoryStep step) throws InterruptedException {
        for (int i = 0; i < REQUESTS; i++) {
            generate.post("/ids", DOCUMENT);
            progress.add(step, 1);
        }
    }

    private void fail() throws InterruptedException {
        for (int i = 0; i < REQUESTS; i++) {
            try {
                generate.post("/ids", DOCUMENT);
            } catch (StoryFailedException refused) {
                progress.add(OutageStep.BREAK, 1);
                continue;
            }
            throw new MismatchException("generate answered although its revision cannot start");
        }
    }

    /** Lets minutes pass; {@code going} if every series goes on meanwhile. */
    private void pass(Duration time, boolean going) throws InterruptedException {
        cloud.post("/clock/advance", "{\"seconds\":" + time.toSeconds() + ",\"idle\":" + !going + "}");
    }

    private List<JsonNode> opened() throws InterruptedException {
        pass(Duration.ofMinutes(2), false);
        List<JsonNode> opened = new ArrayList<>();
        for (String alert : EXPECTED) {
            List<JsonNode> incidents = open(alert);
            if (incidents.isEmpty()) {
                throw new MismatchException("the alert " + alert + " did not fire in the outage");
            }
            for (JsonNode incident : incidents) {
                JsonNode detail = cloud.get("/incidents/" + incident.path("id").asText());
                if (!detail.path("runbookText").asText().contains("#")) {
                    throw new MismatchException("the incident of " + alert + " has no runbook");
                }
                opened.add(incident);
                progress.add(OutageStep.ALERT, 1);
            }
        }
        return opened;
    }

    /** Name of the revision of generate that is deployed. */
    private String revision() throws InterruptedException {
        for (JsonNode function : cloud.get("/status").path("functions")) {
            if (function.path("name").asText().equals("generate")) {
                return function.path("revision").asText();
            }
        }
        throw new MismatchException("the local cloud has no function generate");
    }

    /**
     * Waits until tune has been told of an incident, and has noticed the deployment before it. An incident that goes on from one of an
     * earlier run, minutes before, has the cause of that one.
     */
    private void requireCause(String alert, String subject, Instant begun) throws InterruptedException {
        JsonNode cause = MissingNode.getInstance();
        boolean goesOn = false;
        for (int look = 0; look < LOOKS; look++) {
            tune.post("/ticks", "{}");
            for (JsonNode incident : tune.get("/incidents?state=OPEN&limit=200").path("items")) {
                if (incident.path("alert").asText().equals(alert)) {
                    cause = incident.path("cause");
                    String group = incident.path("group").asText();
                    goesOn = Instant.ofEpochSecond(Long.parseLong(group.substring(group.lastIndexOf('@') + 1)))
                            .isBefore(begun.minusSeconds(1));
                }
            }
            if (cause.path("kind").asText().equals("deploy")
                    && cause.path("component").asText().equals("generate")
                    && (goesOn || cause.path("subject").asText().equals(subject))) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        throw new MismatchException(
                "tune does not name the deploy of " + subject + " as the cause of " + alert + ", but " + cause);
    }

    /** Waits until failures and the cold start are out of the pattern that goes on, then lets an hour pass. */
    private Set<String> close(List<JsonNode> opened) throws InterruptedException {
        pass(Duration.ofMinutes(6), false);
        succeed(OutageStep.MEND);
        pass(Duration.ofHours(1), true);
        Set<String> closed = new TreeSet<>();
        for (JsonNode incident : opened) {
            String id = incident.path("id").asText();
            JsonNode now = cloud.get("/incidents/" + id).path("incident");
            if (!now.path("state").asText().equals("closed")) {
                throw new MismatchException(
                        "the incident of " + now.path("alert").asText() + " is still open an hour after the outage");
            }
            closed.add(now.path("alert").asText() + " after "
                    + minutes(now.path("opened").asText(), now.path("closed").asText()) + " min");
            progress.add(OutageStep.CLOSE, 1);
        }
        return closed;
    }

    private static long minutes(String from, String until) {
        return Duration.between(Instant.parse(from), Instant.parse(until)).toMinutes();
    }

    private List<JsonNode> open(String alert) throws InterruptedException {
        List<JsonNode> incidents = new ArrayList<>();
        cloud.get("/incidents?state=open&alert=" + alert).path("items").forEach(incidents::add);
        return incidents;
    }

    private static StoryResult result(List<JsonNode> opened, String broken, Set<String> closed) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Requests failed", String.valueOf(REQUESTS)));
        for (JsonNode incident : opened) {
            facts.add(new Fact(
                    "Incident: " + incident.path("priority").asText(),
                    incident.path("title").asText() + ", "
                            + incident.path("condition").asText()));
        }
        facts.add(new Fact("Cause", "the deploy of generate, revision " + broken));
        facts.add(new Fact("Closed", String.join(", ", closed)));
        return new StoryResult(
                String.format(
                        Locale.ROOT,
                        "An outage of %d requests opened %d incidents, and each closed after it.",
                        REQUESTS,
                        opened.size()),
                facts);
    }
}
