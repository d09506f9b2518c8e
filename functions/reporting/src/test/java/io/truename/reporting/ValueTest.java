// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1234567; COUNT; 1,234,567", "0; COUNT; 0", "999; BYTES; 999 B", "999.6; BYTES; 1.0 kB",
                        "16400000; BYTES; 16.4 MB",
                "0.25; SECONDS; 0.3 s", "119; SECONDS; 119 s", "300; SECONDS; 5 min", "7500; SECONDS; 2 h 5 min",
                        "190000; SECONDS; 2 d 4 h",
                "0.125; SHARE; 12.5 %", "8123.4; PER_SECOND; 8,123 /s",
            })
    void forPeople_quantity_isRounded(double amount, Value.Unit unit, String expected) {
        assertThat(new Value.Quantity(amount, unit).forPeople()).isEqualTo(expected);
    }

    @Test
    void quantity_notFinite_isRefused() {
        assertThatThrownBy(() -> Value.seconds(1.0 / 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
