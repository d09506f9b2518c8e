// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.migration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

final class RunViewTest {
    private final ObjectNode json = new ObjectMapper().createObjectNode().put("state", "RUNNING");

    /** Otherwise a run on a large corpus would count as stalled during validation. */
    @Test
    void pace_validationGetsOn_isAnother() {
        json.putObject("documents").put("planned", 7_760).put("done", 7_760);
        at("validating", 300);
        String before = RunView.of(json).pace();
        at("validating", 301);
        assertThat(RunView.of(json).pace()).isNotEqualTo(before);
        at("validating", 300);
        assertThat(RunView.of(json).pace()).isEqualTo(before);
        at("late-references", 300);
        assertThat(RunView.of(json).pace()).isNotEqualTo(before);
    }

    @Test
    void detail_namesTheStageThatMovesNoDocuments() {
        json.put("rowsPerSecond", 8_000);
        json.putObject("remainingSeconds").put("low", 3).put("expected", 4).put("high", 5);
        at("late-references", 300);
        assertThat(RunView.of(json).detail()).isEqualTo("late references 25 %, 4 s left (3 to 5)");
        at("moving", 300);
        assertThat(RunView.of(json).detail()).isEqualTo("8,000 rows/s, 4 s left (3 to 5)");
    }

    @Test
    void detail_totalIsNotKnown_onlyTheName() {
        json.put("stage", "planning");
        json.putObject("progress").put("done", 5).putNull("total");
        assertThat(RunView.of(json).detail()).isEqualTo("planning");
    }

    @Test
    void detail_waits_isASentenceAfterTheFigures() {
        json.put("rowsPerSecond", 107).put("waiting", "Batches take 4 times as long.");
        assertThat(RunView.of(json).detail()).isEqualTo("107 rows/s. Waits: Batches take 4 times as long.");
        json.putObject("remainingSeconds").put("low", 219).put("expected", 633).put("high", 1827);
        assertThat(RunView.of(json).detail())
                .isEqualTo("107 rows/s, 11 min left (4 to 30). Waits: Batches take 4 times as long.");
    }

    private void at(String stage, int done) {
        json.put("stage", stage);
        json.putObject("progress").put("done", done).put("total", 1_200).put("unit", "pages");
    }
}
