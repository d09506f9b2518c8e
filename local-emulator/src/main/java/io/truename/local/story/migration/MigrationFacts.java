// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.migration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.truename.local.story.StoryResult;
import io.truename.local.story.StoryResult.Fact;
import io.truename.local.story.migration.Retrieval.Retrieved;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Results of the second chapter, formatted for the user. */
final class MigrationFacts {
    private final List<Fact> facts = new ArrayList<>();
    private String firstFinding = "";
    private String summary = "";

    void stored(Retrieved before) {
        add("Stored with random ids", "%,d documents, %,d chunks", before.documents(), before.chunks());
        add("Retrieved before", "%,d of %,d documents", before.documentsFound(), before.documents());
    }

    /** Adds the assessment, in either of its formats. Returns the number of findings. */
    long assessed(JsonNode report) {
        JsonNode findings = findings(report);
        for (JsonNode finding : findings) {
            if (firstFinding.isEmpty()) {
                firstFinding = (finding.path("subject").asText() + " "
                                + finding.path("reason").asText())
                        .trim();
            }
        }
        add("Assessment", "%,d findings", (long) findings.size());
        return findings.size();
    }

    private static JsonNode findings(JsonNode report) {
        if (report.path("findings").isArray()) {
            return report.path("findings");
        }
        for (JsonNode section : report.path("sections")) {
            if (section.path("key").asText().equals("findings")) {
                return section.path("rows");
            }
        }
        return JsonNodeFactory.instance.arrayNode();
    }

    String firstFinding() {
        return firstFinding;
    }

    void used(LiveLoad.Figures figures) {
        add("Reads meanwhile", "%,d, none wrong", figures.reads());
        add("Writes meanwhile", "%,d, none lost, %,d at the second try", figures.writes(), figures.resolvedWrites());
    }

    void migrated(RunView finished, List<JsonNode> batches) {
        double longest = 0;
        double sum = 0;
        long rows = 0;
        for (JsonNode batch : batches) {
            longest = Math.max(longest, batch.path("seconds").asDouble());
            sum += batch.path("seconds").asDouble();
            rows += batch.path("rows").asLong();
        }
        add("Migrated", "%,d documents, %,d rows", finished.done(), finished.rowsMoved());
        if (sum > 0) {
            add("Rows per second", "%,.0f, longest batch %.2f s", rows / sum, longest);
        }
        for (Map.Entry<String, JsonNode> figure :
                finished.json().path("validation").properties()) {
            if (figure.getValue().isNumber() || figure.getValue().isBoolean()) {
                add("Validation: " + figure.getKey(), "%s", figure.getValue().asText());
            }
        }
        summary = String.format(
                Locale.ROOT,
                "%,d documents were migrated in use, rolled back to the byte, and migrated again.",
                finished.done());
    }

    void identical(TableChecksums before) {
        add("Identical after rollback", "%,d rows in %,d tables", before.rows(), (long)
                before.tables().size());
    }

    void retrieved(Retrieved after) {
        add("Retrieved after", "%,d of %,d documents", after.documentsFound(), after.documents());
    }

    StoryResult result() {
        return new StoryResult(summary, facts);
    }

    private void add(String name, String format, Object... values) {
        facts.add(new Fact(name, String.format(Locale.ROOT, format, values)));
    }
}
