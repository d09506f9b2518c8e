// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.probing.ReadmeTables;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ScoreReadmeTest {
    @Test
    void readme_showsThePartsOfTheCode() throws IOException {
        StringBuilder table =
                new StringBuilder("| part | weight | inputs | formula | breach |\n|---|---|---|---|---|\n");
        for (ScorePart part : ScorePart.values()) {
            table.append("| `").append(part.code()).append("` | ").append(part.weight());
            table.append(" | ").append(part.inputs()).append(" | ").append(part.formula());
            table.append(" | ").append(part.breach()).append(" |\n");
        }
        ReadmeTables.compare("score", table.toString());
    }

    @Test
    void weights_addUpToAHundred() {
        assertThat(Arrays.stream(ScorePart.values()).mapToInt(ScorePart::weight).sum())
                .isEqualTo(100);
    }
}
