// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.costing.price.Price;
import io.truename.costing.price.PriceTable;
import io.truename.costing.savings.MoneyStatement.Kind;
import io.truename.costing.savings.MoneyStatement.Line;
import io.truename.costing.savings.MoneyStatement.Realisation;
import io.truename.reporting.Provenance;
import io.truename.reporting.Section;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class SavingsMoneyTest {
    private static final long GIB = 1L << 30;
    private static final LocalDate DAY = LocalDate.of(2026, 11, 28);
    private static final Instant UNTIL = Instant.parse("2026-11-28T00:00:00Z");
    private static final Instant FROM = UNTIL.minus(Duration.ofDays(15));
    private static final PriceTable PRICES = PriceTable.of(List.of(
            Price.flat(SavingsMoney.DISK, "GiB-month", "0.17", LocalDate.of(2026, 5, 1), "list"),
            Price.flat(SavingsMoney.TOKENS, "token", "0.00000015", LocalDate.of(2026, 11, 27), "list")));
    private static final SavingsMoney.Assumptions ASSUMED =
            new SavingsMoney.Assumptions(12, new BigDecimal("100"), new BigDecimal("5"), new BigDecimal("0.08"));

    /** 60 GiB unique, 30 of the same owner, 10 across owners, in 200 GiB of the database. */
    private static MoneyStatement statement(StorageBilling billing, List<AvoidedWork> work) {
        SavingsLedger ledger = new SavingsLedger(
                6,
                new SavingsLedger.Line(6, 60 * GIB),
                new SavingsLedger.Line(3, 30 * GIB),
                new SavingsLedger.Line(1, 10 * GIB));
        StorageStatement storage = StorageStatement.of(ledger, new StorageSize(200 * GIB, 0, 0, 0, 0), billing);
        return SavingsMoney.statement(storage, work, FROM, UNTIL, PRICES, DAY);
    }

    // 30 % of 200 GiB on two disks, at 0.17.
    @Test
    void shrinkableDisk_isCashThatCouldBe() {
        MoneyStatement money = statement(new StorageBilling.ProvisionedDisk(2, true), List.of());

        assertThat(money.sum(Kind.CASH, Realisation.POTENTIAL)).isEqualByComparingTo("20.4");
        assertThat(money.sum(Kind.CASH, Realisation.REALISED)).isZero();
        assertThat(money.sum(Kind.FREED, Realisation.POTENTIAL)).isEqualByComparingTo("3.4");
        assertThat(money.lines())
                .allSatisfy(line -> assertThat(line.priceDate()).isEqualTo("2026-05-01"));
        assertThat(money.lines().get(0).condition()).contains("perform-storage-shrink");
    }

    // The bill of a disk that does not shrink stays as it is.
    @Test
    void diskThatDoesNotShrink_frees_andIsNeverCash() {
        MoneyStatement money = statement(new StorageBilling.ProvisionedDisk(1, false), List.of());

        assertThat(money.lines()).extracting(Line::kind).containsOnly(Kind.FREED);
        assertThat(money.sum(Kind.FREED, Realisation.POTENTIAL)).isEqualByComparingTo("13.6");
        assertThat(SavingsMoney.investment(money, ASSUMED, true).benefitPerMonth())
                .isZero();
    }

    @Test
    void bucketWithoutSoftDelete_fallsAtOnce() {
        MoneyStatement money = statement(new StorageBilling.UsedBytes(0, false), List.of());

        assertThat(money.sum(Kind.CASH, Realisation.POTENTIAL)).isEqualByComparingTo("10.2");
        assertThat(money.lines().get(0).condition()).isEqualTo("Delete them.");
    }

    // 20 million tokens in 15 days are 40 million in 30.
    @Test
    void skippedEmbeddings_areAvoided_ifTheEventsAddUp() {
        AvoidedWork sound = new AvoidedWork(AvoidedWork.Step.EMBED, 10, 6, 4, 0, 20_000_000);
        AvoidedWork broken = new AvoidedWork(AvoidedWork.Step.EMBED, 11, 6, 4, 0, 20_000_000);
        StorageBilling disk = new StorageBilling.ProvisionedDisk(1, false);

        assertThat(statement(disk, List.of(sound)).sum(Kind.AVOIDED, Realisation.REALISED))
                .isEqualByComparingTo("6");
        assertThat(statement(disk, List.of(broken)).sum(Kind.AVOIDED, Realisation.REALISED))
                .isZero();
    }

    @Test
    void investment_countsTheCostOfTruename_andFreedCapacityNever() {
        AvoidedWork work = new AvoidedWork(AvoidedWork.Step.EMBED, 10, 6, 4, 0, 20_000_000);
        MoneyStatement money = statement(new StorageBilling.ProvisionedDisk(2, true), List.of(work));
        Investment happened = SavingsMoney.investment(money, ASSUMED, false);
        Investment possible = SavingsMoney.investment(money, ASSUMED, true);

        assertThat(happened.cost()).isEqualByComparingTo("160");
        assertThat(happened.benefit()).isEqualByComparingTo("72");
        assertThat(possible.benefit()).isEqualByComparingTo("316.8");
        assertThat(possible.returnOnInvestment().orElseThrow()).isEqualByComparingTo("0.98");
    }

    @Test
    void sections_withoutEvents_sayNoData() {
        MoneyStatement money = statement(new StorageBilling.ProvisionedDisk(1, true), List.of());
        List<Section> sections = SavingsMoney.sections(
                money, List.of(), ASSUMED, new Provenance(FROM, UNTIL, "ledger and prices", UNTIL));

        assertThat(sections)
                .extracting(Section::key)
                .containsExactly("avoided", "moneySums", "moneyLines", "investment", "investmentPossible");
        assertThat(((Section.Figures) sections.get(0)).figures().get(0).value().forPeople())
                .isEqualTo("no data");
    }

    @Test
    void table_withoutThePrice_saysWhich() {
        SavingsLedger ledger = SavingsLedger.ofContent(10, List.of(2L));
        StorageStatement storage = StorageStatement.of(
                ledger, new StorageSize(100, 0, 0, 0, 0), new StorageBilling.ProvisionedDisk(1, true));

        assertThatThrownBy(() -> SavingsMoney.statement(storage, List.of(), FROM, UNTIL, PriceTable.of(List.of()), DAY))
                .hasMessageContaining("sql-disk");
    }
}
