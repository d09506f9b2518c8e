// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.reporting.Absence;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private static final Instant NOVEMBER = Instant.parse("2026-11-01T07:00:00Z");
    private static final Map<String, String> ATTRIBUTES =
            Map.of("billingAccountId", "01D4EE-079462-DFD6EC", "budgetId", "b", "schemaVersion", "1.0");

    @Property
    void messages_inAnyOrderAndTwice_giveTheSame(
            @ForAll @Size(max = 12) List<@From("messages") BudgetNotification> messages, @ForAll Random random) {
        List<BudgetNotification> disturbed = new ArrayList<>(messages);
        messages.stream().filter(message -> random.nextBoolean()).forEach(disturbed::add);
        Collections.shuffle(disturbed, random);
        BudgetLedger oneByOne = BudgetLedger.empty();
        for (BudgetNotification message : disturbed) {
            oneByOne = oneByOne.with(message);
        }
        int half = disturbed.size() / 2;
        BudgetLedger ofInstances = BudgetLedger.of(disturbed.subList(half, disturbed.size()))
                .merge(BudgetLedger.of(disturbed.subList(0, half)));

        assertThat(oneByOne)
                .isEqualTo(BudgetLedger.of(messages))
                .hasToString(BudgetLedger.of(messages).toString());
        assertThat(ofInstances).isEqualTo(oneByOne);
        assertThat(oneByOne.merge(oneByOne)).isEqualTo(oneByOne);
    }

    @Provide
    Arbitrary<BudgetNotification> messages() {
        return Combinators.combine(
                        Arbitraries.of("a", "b"),
                        Arbitraries.of("10", "10.0", "20", "5"),
                        Arbitraries.of(NOVEMBER, Instant.parse("2026-10-01T07:00:00Z")),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.of("", "0.5", "0.50", "1"))
                .as((budget, cost, start, hours, threshold) -> new BudgetNotification(
                        "account",
                        budget,
                        "name",
                        new BigDecimal(cost),
                        start,
                        new BigDecimal("100"),
                        "USD",
                        Optional.of(threshold).filter(text -> !text.isEmpty()).map(BigDecimal::new),
                        Optional.empty(),
                        NOVEMBER.plus(Duration.ofHours(hours))));
    }

    @Test
    void message_asGoogleSendsIt_isRead() throws Exception {
        BudgetNotification read = read(
                "{\"budgetDisplayName\": \"production\", \"costAmount\": 100.01, \"costIntervalStart\": \"2026-11-01T07:00:00Z\","
                        + " \"budgetAmount\": 1000.00, \"budgetAmountType\": \"SPECIFIED_AMOUNT\", \"currencyCode\": \"USD\","
                        + " \"alertThresholdExceeded\": 0.1}");

        assertThat(read.cost()).isEqualByComparingTo("100.01");
        assertThat(read.alertThreshold()).hasValue(new BigDecimal("0.1"));
        assertThatThrownBy(() -> read("{\"costAmount\": \"1e999\", \"currencyCode\": \"USD\"}"))
                .hasMessageContaining("costAmount");
        assertThatThrownBy(() -> read("{\"costAmount\": 1, \"currencyCode\": \"USD\"}"))
                .hasMessageContaining("costIntervalStart");
    }

    @Test
    void cost_thatFalls_isTheCost() {
        BudgetLedger ledger = BudgetLedger.of(List.of(message("80", 10), message("60", 12), message("70", 11)));

        assertThat(ledger.find("b", NOVEMBER.plus(Duration.ofDays(2)))
                        .orElseThrow()
                        .latest()
                        .cost())
                .isEqualByComparingTo("60");
    }

    // November has 721 hours there: a month of 720 would be wrong by an hour.
    @Test
    void pace_isOfThePacificMonth() {
        BudgetPace pace = pace(BudgetLedger.of(List.of(message("50", 721 / 2.0))), 721 / 2.0);

        assertThat(pace.elapsed()).isCloseTo(0.5, within(1e-9));
        assertThat(pace.ratio().orElseThrow()).isCloseTo(1.0, within(1e-9));
        assertThat(pace.foretold().orElseThrow().doubleValue()).isCloseTo(100, within(1e-6));
        assertThat(Duration.between(BudgetPeriod.MONTH.start(NOVEMBER), BudgetPeriod.MONTH.end(NOVEMBER)))
                .isEqualTo(Duration.ofHours(721));
        assertThat(BudgetPeriod.MONTH.start(NOVEMBER.minusSeconds(1))).isEqualTo(Instant.parse("2026-10-01T07:00:00Z"));
        assertThat(BudgetPeriod.QUARTER.start(NOVEMBER)).isEqualTo(Instant.parse("2026-10-01T07:00:00Z"));
        assertThat(BudgetPeriod.YEAR.end(NOVEMBER)).isEqualTo(Instant.parse("2027-01-01T08:00:00Z"));
    }

    @Test
    void words_areDifferent() {
        BudgetLedger ledger = BudgetLedger.of(List.of(message("50", 100)));

        assertThat(pace(BudgetLedger.empty(), 100).absence()).hasValue(Absence.NO_DATA);
        assertThat(pace(ledger, 124).absence()).isEmpty();
        assertThat(pace(ledger, 125).absence()).hasValue(Absence.STALE);
        // The message of November says nothing of December.
        assertThat(pace(ledger, 722).absence()).hasValue(Absence.NO_DATA);
        BudgetNotification none = new BudgetNotification(
                "",
                "b",
                "",
                BigDecimal.TEN,
                NOVEMBER,
                BigDecimal.ZERO,
                "USD",
                Optional.empty(),
                Optional.empty(),
                at(100));
        assertThat(pace(BudgetLedger.of(List.of(none)), 100).absence()).hasValue(Absence.NO_BUDGET);
        assertThat(pace(ledger, 125).figures(at(125)).get(0).value().forPeople())
                .isEqualTo("stale");
        assertThat(pace(ledger, 101).figures(at(101)).get(0).value().forPeople())
                .isEqualTo("50.0 %");
    }

    private static BudgetPace pace(BudgetLedger ledger, double hours) {
        return BudgetPace.of(ledger, "b", BudgetPeriod.MONTH, at(hours));
    }

    private static Instant at(double hours) {
        return NOVEMBER.plusSeconds((long) (hours * 3600));
    }

    private static BudgetNotification message(String cost, double hours) {
        return new BudgetNotification(
                "",
                "b",
                "",
                new BigDecimal(cost),
                NOVEMBER,
                new BigDecimal("100"),
                "USD",
                Optional.empty(),
                Optional.empty(),
                at(hours));
    }

    private static BudgetNotification read(String json) throws java.io.IOException {
        return BudgetNotification.read(ATTRIBUTES, new ObjectMapper().readValue(json, Map.class), NOVEMBER);
    }
}
