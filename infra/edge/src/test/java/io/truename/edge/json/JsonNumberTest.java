// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonNumberTest {
    private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "0.0", "-0.0", "0e99999999999", "1", "1.0", "1e0", "1.00", "100e-2", "1E+2"})
    void whole_byValue(String text) throws IOException {
        assertThat(JsonNumber.isWhole(read(text))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0.5", "1.0000000000000000000000000000001", "1e-400", "1e-99999999999", "9007199254740993.5"})
    void fraction_isNotWhole(String text) throws IOException {
        assertThat(JsonNumber.isWhole(read(text))).isFalse();
    }

    /** In floating point, each of these is the bound itself. */
    @ParameterizedTest
    @CsvSource({
        "2147483647, true",
        "2147483647.0, true",
        "2147483648.0, false",
        "2147483647.0000000000001, false",
        "9007199254740993.0, false",
        "1e400, false",
        "1e99999999999, false",
        "-1e99999999999, false",
        "-1e-400, false",
        "-1e-99999999999, false",
        "1e-99999999999, true"
    })
    void bounds_areExact(String text, boolean within) throws IOException {
        assertThat(JsonNumber.isWithin(read(text), BigDecimal.ZERO, BigDecimal.valueOf(Integer.MAX_VALUE)))
                .isEqualTo(within);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1.0, 1", "1e2, 100", "9223372036854775807, 9223372036854775807", "-0, 0"})
    void parameter_isReadAsJsonDoes(String text, long value) {
        assertThat(JsonNumber.parseWhole(text, 0, Long.MAX_VALUE)).contains(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+1",
                " 1",
                "01",
                "1.",
                ".5",
                "0x1",
                "\u0661",
                "1.5",
                "-1",
                "9223372036854775808",
                "1e400",
                "NaN"
            })
    void parameter_thatIsNone_isRefused(String text) {
        assertThat(JsonNumber.parseWhole(text, 0, Long.MAX_VALUE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "9007199254740993.0"})
    void value_isKeptToTheLastDigit(String text) throws IOException {
        assertThat(read(text)).isEqualByComparingTo(text).isNotEqualByComparingTo(LONGEST);
    }

    private static BigDecimal read(String text) throws IOException {
        try (JsonParser json = Json.parser(text.getBytes(StandardCharsets.UTF_8))) {
            json.nextToken();
            return JsonNumber.read(json);
        }
    }
}
