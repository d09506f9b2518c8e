// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.costing.json.JsonFields;
import io.truename.costing.price.Price;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimReaderTest {
    private final ClaimReader reader = new ClaimReader(key -> Optional.of(key)
            .filter("run-requests"::equals)
            .map(known -> Price.flat(known, "request", "0.0000004", LocalDate.of(2026, 11, 1), "list")));

    private Optional<Claim.Finding> check(Map<String, ?> fields) {
        return reader.read(JsonFields.of(fields)).check();
    }

    @Test
    void numbers_keepTheDigitsThatTheyWereWrittenWith() {
        assertThat(check(Map.of("kind", "sum", "parts", List.of(0.5, "1.2"), "total", 2)))
                .isEmpty();
        assertThat(check(Map.of("kind", "sum", "parts", List.of(0.5, "1.2"), "total", new BigDecimal("2.0"))))
                .isPresent();
    }

    @Test
    void bill_findsItsPrice() {
        Map<String, Object> bill = new HashMap<>(Map.of(
                "kind",
                "request-bill",
                "requestsPerDay",
                797_600_000,
                "days",
                30,
                "price",
                "run-requests",
                "billed",
                1200));
        assertThat(check(bill).orElseThrow().computed()).isEqualTo("at least 9,571.2 USD");
        bill.put("price", "other");
        assertThatThrownBy(() -> check(bill)).hasMessageContaining("price: is not in the price table");
    }

    @Test
    void quotient_isReadWithItsParts_andHasAWhole() {
        Map<String, Object> quotient = new HashMap<>(
                Map.of("kind", "quotient", "name", "Availability", "part", 600, "whole", 660, "value", "0.909"));
        assertThat(check(quotient)).isEmpty();
        quotient.put("value", "0.91");
        assertThat(check(quotient)).isEmpty();
        quotient.put("value", "0.92");
        assertThat(check(quotient).orElseThrow().sentence()).isEqualTo("Availability is 0.91 by its parts, not 0.92.");
        quotient.put("whole", 0);
        assertThatThrownBy(() -> check(quotient)).hasMessageContaining("whole: is 0");
    }

    @ParameterizedTest
    @CsvSource({
        "kind, guess, kind: is unknown",
        "goal, 1, goal",
        "goal, much, goal: is no number",
        "windowSeconds, 0, windowSeconds: is no whole number",
        "windowSeconds, 1.5, windowSeconds: is no whole number",
        "windowSeconds, 1e30, windowSeconds: is no whole number",
        "second, 1, not known"
    })
    void field_thatIsWrong_isNamed(String name, String value, String message) {
        Map<String, Object> fields =
                new HashMap<>(Map.of("kind", "allowance", "goal", 0.9995, "windowSeconds", 604_800, "seconds", 302.4));
        assertThat(check(fields)).isEmpty();
        fields.put(name, value);
        assertThatThrownBy(() -> check(fields))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
