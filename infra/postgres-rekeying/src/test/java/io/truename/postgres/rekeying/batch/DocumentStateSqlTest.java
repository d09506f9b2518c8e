// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DocumentStateSqlTest {
    private static final Pattern CODE_IN_SQL = Pattern.compile("\\bstate\\s*(=|<>|(NOT )?IN \\()\\s*\\d");

    @Test
    void of_namesOfStates() {
        assertThat(DocumentStateSql.of("m.state IN ({MOVED}, {MERGED}) AND a ~ '[0-9]{4}' AND b = '{}'"))
                .isEqualTo("m.state IN (1, 2) AND a ~ '[0-9]{4}' AND b = '{}'");
        assertThatThrownBy(() -> DocumentStateSql.of("state = {LOST}")).isInstanceOf(IllegalArgumentException.class);
    }

    /** A code that stands in a statement says nothing to a reader, and no compiler finds it. */
    @Test
    void statements_nameTheirStates() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src", "main", "java"))) {
            List<String> found = sources.filter(path -> path.toString().endsWith(".java"))
                    .flatMap(DocumentStateSqlTest::codes)
                    .toList();
            assertThat(found).isEmpty();
        }
    }

    private static Stream<String> codes(Path source) {
        try {
            return Files.readAllLines(source).stream()
                    .filter(line -> CODE_IN_SQL.matcher(line).find())
                    .map(line -> source.getFileName() + ": " + line.strip());
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }
}
