// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.probe;

import com.fasterxml.jackson.databind.JsonNode;
import io.truename.local.story.MismatchException;
import io.truename.local.story.StoryProgress;
import io.truename.local.story.StoryResult;
import io.truename.local.story.StoryResult.Fact;
import io.truename.local.story.StoryStep;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Third chapter of the story. Each step is checked before the next begins. */
final class ProbeChapter {
    /** Looks without a change after which no more events are expected. */
    private static final int PATIENCE = 150;

    private final ProbeClient probe;
    private final SeededFaults faults;
    private final FaultyStages stages;
    private final StoryProgress progress;

    ProbeChapter(ProbeClient probe, SeededFaults faults, FaultyStages stages, StoryProgress progress) {
        this.probe = probe;
        this.faults = faults;
        this.stages = stages;
        this.progress = progress;
    }

    StoryResult tell() throws InterruptedException, SQLException {
        faults.restore();
        stages.repair();
        progress.begin(ProbeStep.STAGES, null);
        PipelineView agreed = settled();
        agreed.requireAgreement();
        progress.end(ProbeStep.STAGES);

        JsonNode clean = scan(ProbeStep.CLEAN);
        Map<String, JsonNode> before = open();
        progress.end(ProbeStep.CLEAN);

        progress.begin(ProbeStep.BREAK, null);
        List<Fault> seeded = new ArrayList<>(faults.seed());
        seeded.addAll(stages.seed());
        progress.done(ProbeStep.BREAK, seeded.size());
        progress.end(ProbeStep.BREAK);

        scan(ProbeStep.FIND);
        List<JsonNode> found = requireFound(seeded, before);
        progress.done(ProbeStep.FIND, found.size());
        progress.end(ProbeStep.FIND);

        progress.begin(ProbeStep.REPAIR, null);
        progress.done(ProbeStep.REPAIR, faults.restore() + stages.repair());
        progress.end(ProbeStep.REPAIR);

        scan(ProbeStep.RESOLVED);
        requireResolved(found);
        requireRetrieved();
        PipelineView mended = PipelineView.of(probe.stages());
        mended.requireAgreement();
        progress.done(ProbeStep.RESOLVED, found.size());
        progress.end(ProbeStep.RESOLVED);
        return result(clean, before, seeded, found, mended);
    }

    /** Waits until the probe has all events of the chapters before, as long as some arrive. */
    private PipelineView settled() throws InterruptedException {
        PipelineView view = PipelineView.of(probe.stages());
        for (int unchanged = 0; !view.isSettled() && unchanged < PATIENCE; unchanged++) {
            TimeUnit.MILLISECONDS.sleep(200);
            PipelineView next = PipelineView.of(probe.stages());
            unchanged = next.equals(view) ? unchanged : 0;
            view = next;
            progress.done(ProbeStep.STAGES, view.documents());
        }
        progress.done(ProbeStep.STAGES, view.documents());
        return view;
    }

    private JsonNode scan(StoryStep step) throws InterruptedException {
        progress.begin(step, null);
        JsonNode done = probe.scan(scan -> {
            if (step.equals(ProbeStep.CLEAN)) {
                progress.done(step, scan.at("/summary/rows").asLong());
            }
        });
        probe.reportHealth();
        return done;
    }

    private Map<String, JsonNode> open() throws InterruptedException {
        Map<String, JsonNode> open = new HashMap<>();
        probe.findings("OPEN")
                .forEach(finding -> open.put(finding.path("fingerprint").asText(), finding));
        return open;
    }

    /** The new findings: of each seeded kind one, and none that no fault makes. */
    private List<JsonNode> requireFound(List<Fault> seeded, Map<String, JsonNode> before) throws InterruptedException {
        Map<String, JsonNode> found = open();
        found.keySet().removeAll(before.keySet());
        for (Fault fault : seeded) {
            if (found.values().stream().noneMatch(fault::isFoundAs)) {
                throw new MismatchException("the probe did not find " + fault.words() + " (" + fault.kind() + ")");
            }
        }
        for (JsonNode finding : found.values()) {
            String kind = finding.path("kind").asText();
            if (seeded.stream().noneMatch(fault -> fault.makes(kind))) {
                throw new MismatchException(
                        "the probe found " + finding.path("kind").asText() + ", which nobody made");
            }
        }
        return List.copyOf(found.values());
    }

    private void requireResolved(List<JsonNode> found) throws InterruptedException {
        Map<String, JsonNode> open = open();
        for (JsonNode finding : found) {
            if (open.containsKey(finding.path("fingerprint").asText())) {
                throw new MismatchException("the finding "
                        + finding.path("kind").asText() + " is still open although its cause was repaired");
            }
        }
    }

    /** The user who could not retrieve gets everything now. */
    private void requireRetrieved() throws InterruptedException {
        JsonNode user = probe.retrieval(FaultyStages.OWNER);
        if (!user.path("items").isEmpty()) {
            throw new MismatchException("a user still cannot retrieve "
                    + user.path("items").size() + " documents although they were processed again");
        }
    }

    private StoryResult result(
            JsonNode clean, Map<String, JsonNode> before, List<Fault> seeded, List<JsonNode> found, PipelineView mended)
            throws InterruptedException {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Rows probed", number(clean.at("/summary/rows").asLong())));
        facts.add(new Fact("Findings before", number(before.size())));
        for (Fault fault : seeded) {
            facts.add(new Fact("Found: " + fault.words(), fault.kind()));
        }
        facts.add(new Fact("Resolved", number(found.size()) + " of " + number(found.size()) + " findings"));
        facts.add(new Fact("All stages agree", number(mended.documents()) + " documents"));
        JsonNode retrieval = probe.retrieval();
        facts.add(new Fact(
                "Retrieved by users",
                number(retrieval.path("found").asLong()) + " of "
                        + number(retrieval.path("found").asLong()
                                + retrieval.path("missed").asLong())));
        return new StoryResult(
                String.format(
                        Locale.ROOT,
                        "%,d faults were made on purpose: the probe found each, and saw each repaired.",
                        seeded.size()),
                facts);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
