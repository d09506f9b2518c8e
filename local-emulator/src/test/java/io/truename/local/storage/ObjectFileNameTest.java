// SPDX-License-Identifier: Apache-2.0
package io.truename.local.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectFileNameTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11/week.json, 2026-11%2fweek.json.object",
        "A, %41.object",
        "../x, %2e.%2fx.object",
        "%2f, %252f.object",
        "ü, %c3%bc.object"
    })
    void name_isReadable(String object, String file) {
        assertThat(ObjectFileName.of(object)).isEqualTo(file);
    }

    @Test
    void names_differ_alsoWithoutRegardToCase() {
        String many = "ä".repeat(200);
        Set<String> files = Stream.of(
                        "a", "A", "a.", "a.object", "%61", "a/b", "a%2fb", "a%2Fb", many, many + "x", "x" + many)
                .map(ObjectFileName::of)
                .map(file -> file.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());

        assertThat(files).hasSize(11).allMatch(file -> file.length() <= 255);
    }
}
