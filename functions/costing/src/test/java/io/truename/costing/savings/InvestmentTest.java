// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.truename.costing.savings.MoneyStatement.Kind;
import io.truename.costing.savings.MoneyStatement.Line;
import io.truename.costing.savings.MoneyStatement.Realisation;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class InvestmentTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 27);

    @Test
    void investment_countsMigrationAndRunningCost() {
        Investment investment = investment(1000, 50, 250, 12);

        assertThat(investment.cost()).isEqualByComparingTo("1600");
        assertThat(investment.returnOnInvestment().orElseThrow()).isEqualByComparingTo("0.875");
        assertThat(investment.paybackMonths()).hasValue(5);
        assertThat(investment.netPresentValue(0)).isCloseTo(1400, within(1e-9));
        // 200 a month for a year at 10 %, in advance minus 1000: 200 * (1 - 1.1^-1) / (1.1^(1/12) - 1) - 1000.
        assertThat(investment.netPresentValue(0.1)).isCloseTo(1280.10, within(0.01));
    }

    @Test
    void benefit_belowRunningCost_neverPaysBack() {
        Investment investment = investment(100, 50, 50, 12);

        assertThat(investment.paybackMonths()).isEmpty();
        assertThat(investment.returnOnInvestment().orElseThrow()).isNegative();
    }

    @Test
    void noCost_noReturn() {
        assertThat(investment(0, 0, 10, 12).returnOnInvestment()).isEmpty();
        assertThat(investment(0, 0, 10, 12).paybackMonths()).hasValue(0);
    }

    @Test
    void money_kindsStayApart() {
        MoneyStatement statement = new MoneyStatement(
                "USD",
                List.of(
                        line(Kind.CASH, Realisation.REALISED, "3.10"),
                        line(Kind.CASH, Realisation.POTENTIAL, "100"),
                        line(Kind.AVOIDED, Realisation.REALISED, "7"),
                        line(Kind.FREED, Realisation.REALISED, "40")));

        assertThat(statement.sum(Kind.CASH, Realisation.REALISED)).isEqualByComparingTo("3.10");
        assertThat(statement.sum(Kind.FREED, Realisation.POTENTIAL)).isZero();
    }

    @Test
    void potentialCash_withoutCondition_isRefused() {
        assertThatThrownBy(() -> new Line("disk", Kind.CASH, Realisation.POTENTIAL, BigDecimal.ONE, "", DAY))
                .hasMessageContaining("condition");
    }

    private static Line line(Kind kind, Realisation realisation, String amount) {
        return new Line("line", kind, realisation, new BigDecimal(amount), "after a shrink", DAY);
    }

    private static Investment investment(int once, int running, int benefit, int months) {
        return new Investment(
                BigDecimal.valueOf(once), BigDecimal.valueOf(running), BigDecimal.valueOf(benefit), months);
    }
}
