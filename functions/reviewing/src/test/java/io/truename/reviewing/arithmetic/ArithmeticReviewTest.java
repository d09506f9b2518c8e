// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.costing.price.Price;
import io.truename.costing.price.Tier;
import io.truename.reviewing.arithmetic.Claim.Allowance;
import io.truename.reviewing.arithmetic.Claim.Attainment;
import io.truename.reviewing.arithmetic.Claim.Finding;
import io.truename.reviewing.arithmetic.Claim.Ratio;
import io.truename.reviewing.arithmetic.Claim.Remainder;
import io.truename.reviewing.arithmetic.Claim.RequestBill;
import io.truename.reviewing.arithmetic.Claim.Sum;
import io.truename.reviewing.reliability.Objective;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ArithmeticReviewTest {
    private static final Objective GOAL = Objective.of("0.9995");
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Price REQUESTS = Price.tiered(
            "Cloud Run requests",
            "1",
            List.of(Tier.of("0", "0"), Tier.of("2000000", "0.0000004")),
            LocalDate.of(2026, 11, 27),
            "list");

    @Test
    void week_withWrongNumbers_isToldWhatDoesNotFit() {
        ArithmeticReview review = ArithmeticReview.of(List.of(
                new Allowance(GOAL, WEEK, number("22.3")),
                new Attainment(number("0.9982"), GOAL, true),
                new Remainder(number("2460"), numbers("300", "150", "50"), number("1800")),
                new RequestBill(number("797600000"), 30, REQUESTS, number("1200"))));

        assertThat(review.checked()).isEqualTo(4);
        assertThat(review.findings())
                .extracting(Finding::sentence)
                .containsExactly(
                        "99.95 % allows 302.4 seconds in a week, not 22.3.",
                        "99.82 % misses 99.95 %: errors used 3.6 times the error budget.",
                        "Savings of 500 from 2,460 leave 1,960, not 1,800: 160 of savings are missing.",
                        "797,600,000 requests a day cost at least 9,570.4 USD in 30 days at the price of 2026-11-27, before any"
                                + " instance: a bill of 1,200 does not fit.");
        assertThat(review.findings().get(0).formula()).isEqualTo("(1 - 0.9995) * 604,800 s".replace(",", ""));
    }

    @Test
    void week_withRightNumbers_isSound() {
        assertThat(ArithmeticReview.of(List.of(
                                new Allowance(GOAL, WEEK, number("302.4")),
                                new Allowance(GOAL, Duration.ofDays(30), number("1296")),
                                new Attainment(number("0.9995"), GOAL, true),
                                new Attainment(number("0.9982"), GOAL, false),
                                new Remainder(number("2460"), numbers("300", "150", "50"), number("1960")),
                                new Sum(numbers("0.1", "0.2"), number("0.3")),
                                new RequestBill(number("797600000"), 30, REQUESTS, number("12000")),
                                new Ratio("hit ratio", number("1"))))
                        .findings())
                .isEmpty();
    }

    // A number is as exact as it is written.
    @Test
    void rounding_isNoError() {
        assertThat(new Allowance(GOAL, WEEK, number("302")).check()).isEmpty();
        assertThat(new Allowance(GOAL, WEEK, number("303")).check()).isPresent();
        assertThat(new Sum(numbers("1.4", "1.3"), number("3")).check()).isEmpty();
        assertThat(new Sum(numbers("1.4", "1.3"), number("3.0")).check()).isPresent();
    }

    @Test
    void error_inEitherDirection_isFound() {
        assertThat(sentence(new Attainment(number("0.9996"), GOAL, false).check()))
                .contains("meets");
        assertThat(sentence(new Remainder(number("100"), numbers("10"), number("95")).check()))
                .contains("left out");
        assertThat(sentence(new Ratio("SLI", number("1.008")).check())).contains("100.8 %");
    }

    private static String sentence(Optional<Finding> finding) {
        return finding.orElseThrow().sentence();
    }

    private static BigDecimal number(String text) {
        return new BigDecimal(text);
    }

    private static List<BigDecimal> numbers(String... texts) {
        return Arrays.stream(texts).map(BigDecimal::new).toList();
    }
}
