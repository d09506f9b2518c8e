// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.costing.savings.MoneyStatement.Kind;
import io.truename.costing.savings.MoneyStatement.Line;
import io.truename.costing.savings.MoneyStatement.Realisation;
import io.truename.reporting.Provenance;
import io.truename.reporting.Report;
import io.truename.reporting.ReportMarkdown;
import io.truename.reporting.Section;
import io.truename.reporting.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class SavingsSectionsTest {
    private static final Instant AT = Instant.parse("2026-11-23T09:00:00Z");
    private static final Provenance FROM = new Provenance(AT, AT, "the corpus", AT);
    private static final StorageStatement STATEMENT = StorageStatement.of(
            SavingsLedger.ofContent(100_000, List.of(3L, 1L)).plus(SavingsLedger.ofContent(50_000, List.of(1L))),
            new StorageSize(400_000, 300_000, 200_000, 100_000, 50_000),
            new StorageBilling.ProvisionedDisk(2, true));

    @Test
    void ledger_lastRow_isTheSumOfTheOthers() {
        Section.Table ledger = SavingsSections.ledger(STATEMENT);
        List<Value> total = ledger.rows().get(3);
        for (int column = 1; column < 7; column++) {
            int at = column;
            double sum = ledger.rows().subList(0, 3).stream()
                    .mapToDouble(row -> ((Value.Quantity) row.get(at)).amount())
                    .sum();
            assertThat(((Value.Quantity) total.get(column)).amount()).isEqualTo(sum);
        }
    }

    @Test
    void lead_tellsTheBill() {
        assertThat(SavingsSections.lead(STATEMENT))
                .isEqualTo(
                        "Of 450 kB in 5 documents, 200 kB are duplicates of the same owner, which ids from content make one; the"
                                + " bill falls by 0 B now and by up to 889 kB under the conditions below.");
    }

    @Test
    void money_hasNoGrandTotal() {
        MoneyStatement statement = new MoneyStatement(
                "USD",
                List.of(
                        new Line(
                                "disk",
                                Kind.CASH,
                                Realisation.POTENTIAL,
                                new BigDecimal("13"),
                                "after a shrink",
                                LocalDate.MAX),
                        new Line(
                                "tokens",
                                Kind.AVOIDED,
                                Realisation.REALISED,
                                new BigDecimal("17"),
                                "",
                                LocalDate.MIN)));
        String text = ReportMarkdown.render(new Report("savings", "t", "l", AT, SavingsSections.money(statement)));

        assertThat(text)
                .contains("| cash | 0.00 USD | 13.00 USD |", "| avoided | 17.00 USD | 0.00 USD |")
                .doesNotContain("30.00");
    }

    @Test
    void estimate_saysHowSureItIs() {
        ContentSample sample = new ContentSample(0, 600);
        sample.add(new byte[] {1, 2, 3, 4}, SavingsLedger.ofContent(100, List.of(6L)));
        Section.Figures exact = (Section.Figures) SavingsSections.estimate(sample.estimate(), FROM);

        assertThat(exact.figures().get(1).derivation().orElseThrow().trust()).isEqualTo("measured, exact");
        SampleEstimate rough = new SampleEstimate(
                1 / 64.0,
                50,
                0,
                600_000,
                new SampleEstimate.Range(100_000, 50_000, 150_000),
                new SampleEstimate.Range(500_000, 450_000, 550_000),
                new SampleEstimate.Range(0, 0, 0));
        assertThat(((Section.Figures) SavingsSections.estimate(rough, FROM))
                        .figures()
                        .get(1)
                        .derivation()
                        .orElseThrow()
                        .trust())
                .isEqualTo("estimated, 450 kB to 550 kB (95 %)");
    }

    @Test
    void investment_thatNeverPays_saysSo() {
        Section.Figures figures = (Section.Figures) SavingsSections.investment(
                new Investment(BigDecimal.TEN, BigDecimal.ONE, BigDecimal.ONE, 12),
                "USD",
                new BigDecimal("0.08"),
                FROM);

        assertThat(figures.figures().get(1).value().forPeople()).isEqualTo("never");
        assertThat(figures.figures().get(2).value().forPeople()).isEqualTo("-10.00 USD");
    }
}
