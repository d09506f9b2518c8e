// SPDX-License-Identifier: Apache-2.0
package io.truename.alerttests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Notation of values. Source: Prometheus, page "Unit testing for rules". */
final class ValuesTest {
    @ParameterizedTest
    @CsvSource({
        "-2+4x3, -2 2 6 10",
        "1-2x4, 1 -1 -3 -5 -7",
        "1x4, 1 1 1 1 1",
        "4 _x3 5, 4 _ _ _ 5",
        "_, _",
        "1.5 2e3, 1.5 2000",
    })
    void values(String text, String expected) {
        assertThat(Values.parse(text).stream()
                        .map(value -> value.isEmpty() ? "_" : Text.number(value.getAsDouble()))
                        .collect(Collectors.joining(" ")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "five", "1x", "_+1x2", "1x9999999"})
    void values_wrong(String text) {
        assertThatThrownBy(() -> Values.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
