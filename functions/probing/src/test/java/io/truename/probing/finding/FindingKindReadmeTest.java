// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FindingKindReadmeTest {
    private static final Path README = Path.of("README.md");
    private static final String MARKER = "<!-- kinds -->";

    @Test
    void readme_showsTheTableOfTheCode() throws IOException {
        String[] parts = Files.readString(README).split(MARKER, -1);
        assertThat(parts).as("text, %s, table, %s, text", MARKER, MARKER).hasSize(3);
        assertThat(parts[1].strip()).isEqualTo(markdown().strip());
    }

    @ParameterizedTest
    @EnumSource
    void runbook_namesTheKind(FindingKind kind) {
        assertThat(Path.of("../../terraform/runbooks", kind.runbook() + ".md"))
                .content()
                .contains("`" + kind.code() + "`");
    }

    private static String markdown() {
        StringBuilder table =
                new StringBuilder("| kind | severity | meaning | remedy | runbook |\n|---|---|---|---|---|\n");
        for (FindingKind kind : FindingKind.values()) {
            table.append(String.join(
                    " | ",
                    "| `" + kind.code() + "`",
                    kind.severity().name(),
                    kind.meaning(),
                    kind.remedy(),
                    "`" + kind.runbook() + "` |\n"));
        }
        return table.toString();
    }
}
