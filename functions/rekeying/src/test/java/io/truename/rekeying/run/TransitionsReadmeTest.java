// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class TransitionsReadmeTest {
    private static final Path README = Path.of("../migrate/README.md");
    private static final String MARKER = "<!-- transitions -->";

    @Test
    void readme_showsTheTableOfTheCode() throws IOException {
        String[] parts = Files.readString(README).split(MARKER, -1);
        assertThat(parts).as("text, %s, table, %s, text", MARKER, MARKER).hasSize(3);
        assertThat(parts[1].strip()).isEqualTo(markdown().strip());
    }

    private static String markdown() {
        StringBuilder table = new StringBuilder("| state | by | becomes |\n|---|---|---|\n");
        for (Transitions.ByCommand one : Transitions.byCommand()) {
            row(
                    table,
                    state(one.from(), one.direction()),
                    "`" + one.command().path() + "`",
                    state(one.to(), one.directionAfter()));
        }
        for (Transitions.ByItself one : Transitions.byItself()) {
            String setting = one.onFailure()
                    .map(value -> " (`onFailure`: `"
                            + value.name().toLowerCase(Locale.ROOT).replace('_', '-') + "`)")
                    .orElse("");
            row(
                    table,
                    state(one.from(), one.direction()),
                    "itself: " + one.cause().reason() + setting,
                    state(one.to(), one.directionAfter()));
        }
        return table.toString();
    }

    private static void row(StringBuilder table, String from, String by, String to) {
        table.append("| ")
                .append(from)
                .append(" | ")
                .append(by)
                .append(" | ")
                .append(to)
                .append(" |\n");
    }

    private static String state(RunState state, Direction direction) {
        boolean either = state == RunState.PAUSED || state == RunState.FAILED;
        return "`" + state + "`" + (either && direction == Direction.BACK ? " on the way back" : "");
    }
}
