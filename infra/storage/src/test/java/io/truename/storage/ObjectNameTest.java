// SPDX-License-Identifier: Apache-2.0
package io.truename.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "reports/2026/11/w.json", "../a", "ä €/😀", "a#b?c%2F"})
    void name_legal_isReturned(String name) {
        assertThat(ObjectName.require(name)).isEqualTo(name);
    }

    static Stream<String> illegal() {
        return Stream.of("", ".", "..", "a\nb", "a\rb", "a\0b", "a\uD83D", "ä".repeat(513));
    }

    @ParameterizedTest
    @MethodSource("illegal")
    void name_illegal_isRefused(String name) {
        assertThatThrownBy(() -> ObjectName.require(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name: must have");
    }
}
