// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.migration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** View of a run's JSON from {@code migrate}. Missing fields count as zero or empty, because later releases may omit some. */
record RunView(JsonNode json) {
    private static final Set<String> UNDER_WAY = Set.of("PLANNING", "PLANNED", "RUNNING", "PAUSED", "ROLLING_BACK");

    /** A longer time is told in minutes. */
    private static final int MOST_SECONDS = 120;

    static RunView of(JsonNode json) {
        return new RunView(json);
    }

    String id() {
        return json.path("id").asText();
    }

    String state() {
        return json.path("state").asText();
    }

    boolean underWay() {
        return UNDER_WAY.contains(state());
    }

    long planned() {
        return json.path("documents").path("planned").asLong();
    }

    /** Returns the number of documents that need no more work: moved, merged, skipped or gone. */
    long done() {
        JsonNode documents = json.path("documents");
        return documents.path("done").asLong()
                + documents.path("merged").asLong()
                + documents.path("skipped").asLong()
                + documents.path("gone").asLong();
    }

    long quarantined() {
        return json.path("documents").path("quarantined").asLong()
                + json.path("chunks").path("quarantined").asLong();
    }

    long seen() {
        return json.path("plan").path("documentsSeen").asLong();
    }

    long rowsMoved() {
        long rows = 0;
        for (JsonNode table : json.path("tables")) {
            rows += table.path("rows").asLong();
        }
        return rows;
    }

    /** Returns a fingerprint of the progress; two equal values mean that the run has not advanced. */
    String pace() {
        return state() + " " + json.path("stage") + json.path("progress") + json.path("documents") + json.path("chunks")
                + json.path("plan") + rowsMoved();
    }

    /** Returns stage, rate, remaining time and wait reason, as far as they are known; may be empty. */
    String detail() {
        List<String> parts = new ArrayList<>();
        stage().ifPresent(parts::add);
        JsonNode rate = json.path("rowsPerSecond");
        if (rate.isNumber() && movesRows()) {
            parts.add(String.format(Locale.ROOT, "%,.0f rows/s", rate.asDouble()));
        }
        JsonNode remaining = json.path("remainingSeconds");
        if (remaining.isObject()) {
            parts.add(left(remaining));
        }
        String told = String.join(", ", parts);
        JsonNode waiting = json.path("waiting");
        return waiting.isTextual() ? told + (told.isEmpty() ? "" : ". ") + "Waits: " + waiting.asText() : told;
    }

    private static String left(JsonNode remaining) {
        double expected = remaining.path("expected").asDouble();
        boolean inMinutes = expected > MOST_SECONDS;
        double unit = inMinutes ? 60 : 1;
        return String.format(
                Locale.ROOT,
                "%.0f %s left (%.0f to %.0f)",
                expected / unit,
                inMinutes ? "min" : "s",
                remaining.path("low").asDouble() / unit,
                remaining.path("high").asDouble() / unit);
    }

    private boolean movesRows() {
        String stage = json.path("stage").asText("moving");
        return stage.equals("moving") || stage.equals("rolling-back");
    }

    /** Returns the progress of stages that move no documents, which the progress bar cannot show. */
    private Optional<String> stage() {
        if (!json.path("stage").isTextual() || movesRows()) {
            return Optional.empty();
        }
        String name = json.path("stage").asText().replace('-', ' ');
        JsonNode progress = json.path("progress");
        long total = progress.path("total").asLong();
        return Optional.of(
                total == 0
                        ? name
                        : name + " "
                                + 100 * Math.min(total, progress.path("done").asLong()) / total + " %");
    }

    /** Describes for the user why the run does not advance. */
    String trouble() {
        List<String> parts = new ArrayList<>();
        JsonNode waiting = json.path("waiting");
        if (waiting.isTextual()) {
            parts.add(waiting.asText());
        }
        JsonNode error = json.path("lastError");
        if (error.isObject()) {
            parts.add(error.path("message").asText(error.path("code").asText()));
        }
        for (JsonNode finding : json.path("findings")) {
            if (finding.path("severity").asText().equals("REFUSAL")) {
                parts.add(finding.path("reason").asText() + "; "
                        + finding.path("remedy").asText());
            }
        }
        return parts.isEmpty() ? "it gives no reason" : String.join("; ", parts).replaceAll("\\p{Cntrl}+", " ");
    }
}
