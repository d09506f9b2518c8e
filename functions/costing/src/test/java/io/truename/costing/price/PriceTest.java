// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 27);
    private static final Price MONITORING = Price.tiered(
            "monitoring",
            "MiBy",
            List.of(Tier.of("0", "0"), Tier.of("150", "0.258"), Tier.of("100000", "0.151"), Tier.of("250000", "0.061")),
            DAY,
            "list");
    private static final Price REQUESTS =
            Price.tiered("run-requests", "1", List.of(Tier.of("0", "0"), Tier.of("2000000", "0.0000004")), DAY, "list");

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "150, 0",
        "151, 0.258",
        "100000, 25761.3",
        "100001, 25761.451",
        "250000, 48411.3",
        "250010, 48411.91"
    })
    void cost_walksTheTiers(String amount, String cost) {
        assertThat(MONITORING.cost(Usage.of(amount, "MiBy"))).isEqualByComparingTo(cost);
    }

    // One unit price for all would say 0 or 1.2 here.
    @Test
    void freeTier_isOfTheAccount() {
        Usage account = Usage.of("3000000", "1");
        Usage one = Usage.of("1000000", "1");

        assertThat(REQUESTS.cost(account)).isEqualByComparingTo("0.4");
        assertThat(REQUESTS.marginal(account, one)).isEqualByComparingTo("0.4");
        assertThat(REQUESTS.average(account, one).doubleValue()).isEqualTo(0.4 / 3);
        assertThat(REQUESTS.cost(one)).isZero();
    }

    @Property
    void parts_byAverage_addUpToTheCost(
            @ForAll @LongRange(min = 1, max = 1_000_000_000) long one,
            @ForAll @LongRange(max = 1_000_000_000) long two) {
        Usage whole = new Usage(BigDecimal.valueOf(one + two), "1");
        BigDecimal sum = REQUESTS.average(whole, new Usage(BigDecimal.valueOf(one), "1"))
                .add(REQUESTS.average(whole, new Usage(BigDecimal.valueOf(two), "1")));

        assertThat(sum.subtract(REQUESTS.cost(whole)).abs()).isLessThan(new BigDecimal("1e-20"));
        assertThat(REQUESTS.marginal(whole, whole)).isEqualByComparingTo(REQUESTS.cost(whole));
    }

    @Test
    void days_haveAFreeTierEach() {
        Price daily = new Price(
                "reads",
                "1",
                "1",
                BigDecimal.ONE,
                List.of(Tier.of("0", "0"), Tier.of("50", "2")),
                new Aggregation(Aggregation.Level.PROJECT, Aggregation.Interval.DAILY),
                "USD",
                DAY,
                "list");

        assertThat(daily.cost(List.of(Usage.of("60", "1"), Usage.of("40", "1"))))
                .isEqualByComparingTo("20");
        assertThat(daily.cost(Usage.of("100", "1"))).isEqualByComparingTo("100");
    }

    @Test
    void usage_inBaseUnits_isConverted() {
        Price perHour = new Price(
                "cpu",
                "h",
                "s",
                new BigDecimal("3600"),
                List.of(Tier.of("0", "0.0413")),
                Aggregation.ACCOUNT_MONTH,
                "USD",
                DAY,
                "list");

        assertThat(perHour.cost(Usage.of("7200", "s"))).isEqualByComparingTo("0.0826");
        assertThatThrownBy(() -> perHour.cost(Usage.of("2", "min")))
                .hasMessageContaining("min")
                .hasMessageContaining("h or s");
    }

    @Test
    void table_givesThePriceOfTheDay() {
        PriceTable table = PriceTable.of(List.of(price("2026-01-01", "1"), price("2026-06-01", "2")))
                .with(List.of(price("2026-06-01", "3")));

        assertThat(table.require("disk", LocalDate.parse("2026-05-31")).cost(Usage.of("1", "GiBy.mo")))
                .isEqualByComparingTo("1");
        assertThat(table.require("disk", LocalDate.parse("2026-06-01")).cost(Usage.of("1", "GiBy.mo")))
                .isEqualByComparingTo("3");
        assertThat(table.find("disk", LocalDate.parse("2025-12-31"))).isEmpty();
        assertThatThrownBy(() -> table.require("tape", DAY)).hasMessageContaining("tape");
        assertThat(table.prices()).hasSize(2);
    }

    @Test
    void tiers_outOfOrder_areRefused() {
        assertThatThrownBy(() -> Price.tiered("x", "1", List.of(Tier.of("0", "1"), Tier.of("0", "2")), DAY, "list"))
                .hasMessageContaining("higher");
        assertThatThrownBy(() -> Price.tiered("x", "1", List.of(Tier.of("5", "1")), DAY, "list"))
                .hasMessageContaining("start at 0");
    }

    private static Price price(String from, String each) {
        return Price.flat("disk", "GiBy.mo", each, LocalDate.parse(from), "list");
    }
}
