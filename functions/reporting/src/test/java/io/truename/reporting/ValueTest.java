// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1234567; COUNT; 1,234,567",
                "0; COUNT; 0",
                "999; BYTES; 999 B",
                "999.6; BYTES; 1.0 kB",
                "16400000; BYTES; 16.4 MB",
                "0.25; SECONDS; 0.3 s",
                "119; SECONDS; 119 s",
                "300; SECONDS; 5 min",
                "7500; SECONDS; 2 h 5 min",
                "190000; SECONDS; 2 d 4 h",
                "0.125; SHARE; 12.5 %",
                "8123.4; PER_SECOND; 8,123 /s",
                // 0.9995 has no exact binary form, and is 99.95 % for people; nothing below 1 is 100 %.
                "0.9995; RATIO; 99.950 %",
                "0.99949999; RATIO; 99.949 %",
                "0.9999999; RATIO; 99.999 %",
                "1; RATIO; 100.000 %",
                "0.29; RATIO; 29.000 %",
                "5.04; MINUTES; 5.0 min",
                "-0.25; MINUTES; -0.3 min",
                "12.34; MILLISECONDS; 12.3 ms",
                "1234.5; MILLISECONDS; 1,235 ms",
                "3.6; TIMES; 3.6×",
                "-40; POINTS; -40.0",
            })
    void forPeople_quantity_isRounded(double amount, Value.Unit unit, String expected) {
        assertThat(new Value.Quantity(amount, unit).forPeople()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1960.505; 1,960.51 USD",
                "1960.515; 1,960.52 USD",
                "0; 0.00 USD",
                "0.01; 0.01 USD",
                "-0.004; -0.004 USD",
                "0.00000423456; 0.00000423 USD",
                "9570.4; 9,570.40 USD",
            })
    void forPeople_money_isToTheCent(BigDecimal amount, String expected) {
        assertThat(Value.money(amount, "USD").forPeople()).isEqualTo(expected);
    }

    @Test
    void money_withoutCurrency_isRefused() {
        assertThatThrownBy(() -> Value.money(BigDecimal.ONE, "$")).hasMessageContaining("currency");
    }

    @Test
    void quantity_notFinite_isRefused() {
        assertThatThrownBy(() -> Value.seconds(1.0 / 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
