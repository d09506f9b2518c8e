// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.costing.json.JsonFields;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceReaderTest {
    private static final Map<String, ?> FLAT =
            Map.of("key", "sql-disk", "unit", "GiB-month", "each", "0.17", "from", "2026-05-01", "source", "list");

    private static Price read(Map<String, ?> fields) {
        return PriceReader.read(JsonFields.of(fields));
    }

    private static Map<String, Object> with(String name, Object value) {
        Map<String, Object> fields = new HashMap<>(FLAT);
        fields.put(name, value);
        return fields;
    }

    @Test
    void flat_isOneTier() {
        assertThat(read(FLAT)).isEqualTo(Price.flat("sql-disk", "GiB-month", "0.17", LocalDate.of(2026, 5, 1), "list"));
    }

    @Test
    void tiers_areWalked() {
        Map<String, Object> fields = with(
                "tiers",
                List.of(
                        Map.of("start", 0, "each", 0),
                        Map.of("start", 50, "each", "0.50"),
                        Map.of("start", "60", "each", 1)));
        fields.remove("each");
        fields.put("interval", "daily");

        Price price = read(fields);
        assertThat(price.cost(Usage.of("70", "GiB-month"))).isEqualByComparingTo("15");
        assertThat(price.aggregation().interval()).isEqualTo(Aggregation.Interval.DAILY);
    }

    @ParameterizedTest
    @CsvSource({
        "each, many, each: is no number",
        "each, -1, not negative",
        "from, yesterday, from: is no date",
        "from, +12026-01-01, from: is out of range",
        "currency, dollars, currency",
        "level, planet, level: is unknown",
        "baseUnits, 0, base units positive",
        "teirs, x, a field here is not known"
    })
    void field_thatIsWrong_isNamed(String name, String value, String message) {
        assertThatThrownBy(() -> read(with(name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void eachAndTiers_excludeEachOther() {
        assertThatThrownBy(() -> read(with("tiers", List.of(Map.of("start", 0, "each", 1)))))
                .hasMessageContaining("one of them");
        Map<String, Object> neither = with("key", "k");
        neither.remove("each");
        assertThatThrownBy(() -> read(neither)).hasMessageContaining("one of them");
    }
}
