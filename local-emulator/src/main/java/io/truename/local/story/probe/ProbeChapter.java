// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.probe;

import com.fasterxml.jackson.databind.JsonNode;
import io.truename.local.story.CorpusLogin;
import io.truename.local.story.MismatchException;
import io.truename.local.story.StoryProgress;
import io.truename.local.story.StoryResult;
import io.truename.local.story.StoryResult.Fact;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Third chapter of the story. Each step is checked before the next begins. */
final class ProbeChapter {
    private final ProbeClient probe;
    private final SeededFaults faults;
    private final StoryProgress progress;

    ProbeChapter(ProbeClient probe, CorpusLogin login, StoryProgress progress) {
        this.probe = probe;
        this.faults = new SeededFaults(login);
        this.progress = progress;
    }

    StoryResult tell() throws InterruptedException, SQLException {
        faults.restore();
        JsonNode clean = scan(ProbeStep.CLEAN);
        Map<String, JsonNode> before = open();
        progress.end(ProbeStep.CLEAN);

        progress.begin(ProbeStep.BREAK, null);
        List<SeededFault> seeded = faults.seed();
        progress.done(ProbeStep.BREAK, seeded.size());
        progress.end(ProbeStep.BREAK);

        scan(ProbeStep.FIND);
        List<JsonNode> found = requireFound(seeded, before);
        progress.done(ProbeStep.FIND, found.size());
        progress.end(ProbeStep.FIND);

        progress.begin(ProbeStep.REPAIR, null);
        progress.done(ProbeStep.REPAIR, faults.restore());
        progress.end(ProbeStep.REPAIR);

        scan(ProbeStep.RESOLVED);
        requireResolved(found);
        progress.done(ProbeStep.RESOLVED, found.size());
        progress.end(ProbeStep.RESOLVED);
        return result(clean, before, seeded, found);
    }

    private JsonNode scan(ProbeStep step) throws InterruptedException {
        progress.begin(step, null);
        return probe.scan(scan -> {
            if (step == ProbeStep.CLEAN) {
                progress.done(step, scan.at("/summary/rows").asLong());
            }
        });
    }

    private Map<String, JsonNode> open() throws InterruptedException {
        Map<String, JsonNode> open = new HashMap<>();
        probe.findings("OPEN")
                .forEach(finding -> open.put(finding.path("fingerprint").asText(), finding));
        return open;
    }

    /** The new findings: of each seeded kind one, and none that no fault makes. */
    private List<JsonNode> requireFound(List<SeededFault> seeded, Map<String, JsonNode> before)
            throws InterruptedException {
        Map<String, JsonNode> found = open();
        found.keySet().removeAll(before.keySet());
        for (SeededFault fault : seeded) {
            if (found.values().stream().noneMatch(finding -> isOf(finding, fault))) {
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

    private static boolean isOf(JsonNode finding, SeededFault fault) {
        return finding.path("kind").asText().equals(fault.kind());
    }

    private void requireResolved(List<JsonNode> found) throws InterruptedException {
        Map<String, JsonNode> open = open();
        for (JsonNode finding : found) {
            if (open.containsKey(finding.path("fingerprint").asText())) {
                throw new MismatchException("the finding "
                        + finding.path("kind").asText() + " is still open although its row was repaired");
            }
        }
    }

    private static StoryResult result(
            JsonNode clean, Map<String, JsonNode> before, List<SeededFault> seeded, List<JsonNode> found) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Rows probed", number(clean.at("/summary/rows").asLong())));
        facts.add(new Fact("Findings before", number(before.size())));
        for (SeededFault fault : seeded) {
            facts.add(new Fact("Found: " + fault.words(), fault.kind()));
        }
        facts.add(new Fact("Resolved", number(found.size()) + " of " + number(found.size()) + " findings"));
        return new StoryResult(
                seeded.isEmpty()
                        ? "No document has enough chunks to be broken."
                        : String.format(
                                Locale.ROOT,
                                "%,d rows were broken on purpose: the probe found each, and saw each repaired.",
                                seeded.size()),
                facts);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
