// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.costing.price.Aggregation;
import io.truename.costing.price.Price;
import io.truename.costing.price.PriceTable;
import io.truename.costing.price.Tier;
import io.truename.costing.savings.AvoidedWork.Amount;
import io.truename.costing.savings.AvoidedWork.Step;
import io.truename.costing.savings.AvoidedWork.Unit;
import io.truename.costing.savings.MoneyStatement.Kind;
import io.truename.costing.savings.MoneyStatement.Line;
import io.truename.costing.savings.MoneyStatement.Realisation;
import io.truename.reporting.Provenance;
import io.truename.reporting.Section;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SavingsMoneyTest {
    private static final long GIB = 1L << 30;
    private static final LocalDate DAY = LocalDate.of(2026, 11, 28);
    private static final Instant UNTIL = Instant.parse("2026-11-28T00:00:00Z");
    private static final LocalDate FROM_DAY = LocalDate.of(2026, 11, 27);
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
        return SavingsMoney.statement(storage, recorded(work), PRICES, DAY);
    }

    private static RecordedWork recorded(List<AvoidedWork> work) {
        return new RecordedWork(FROM, UNTIL, work, Optional.empty(), Optional.empty());
    }

    private static AvoidedWork embedded(long attempts, long stored, long skipped, long notTold, long tokens) {
        return new AvoidedWork(
                Step.EMBED,
                attempts,
                stored,
                skipped,
                0,
                notTold,
                Map.of(Unit.TOKENS, new Amount(skipped, BigInteger.valueOf(tokens))));
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
        AvoidedWork sound = embedded(10, 6, 4, 0, 20_000_000);
        AvoidedWork broken = embedded(11, 6, 4, 0, 20_000_000);
        StorageBilling disk = new StorageBilling.ProvisionedDisk(1, false);

        assertThat(statement(disk, List.of(sound)).sum(Kind.AVOIDED, Realisation.REALISED))
                .isEqualByComparingTo("6");
        assertThat(statement(disk, List.of(broken)).sum(Kind.AVOIDED, Realisation.REALISED))
                .isZero();
    }

    // Attempts without an outcome may be skips as well, and cannot take away from those that are known.
    @Test
    void skippedEmbeddings_withAttemptsNotTold_areTheLeast_andTheLineSaysSo() {
        MoneyStatement money =
                statement(new StorageBilling.ProvisionedDisk(1, false), List.of(embedded(12, 6, 4, 2, 20_000_000)));

        Line line = avoided(money);
        assertThat(line.perMonth()).isEqualByComparingTo("6");
        assertThat(line.priceDate()).isEqualTo("2026-11-27");
        assertThat(line.condition()).isEqualTo("At least: 2 of 12 attempts told no outcome.");
        assertThat(money.sum(Kind.CASH, Realisation.REALISED)).isZero();
        assertThat(money.sum(Kind.FREED, Realisation.REALISED)).isZero();
    }

    // Two months of 600 pages each, of which a month's first 500 are free: 100 pages a month, and not 700 of 1,200.
    @Test
    void tiers_beginAnewEachMonth() {
        Price pages = Price.tiered(
                SavingsMoney.PAGES, "page", List.of(Tier.of("0", "0"), Tier.of("500", "0.01")), FROM_DAY, "list");
        AvoidedWork work = new AvoidedWork(
                Step.PARSE, 3, 0, 3, 0, 0, Map.of(Unit.PAGES, new Amount(3, BigInteger.valueOf(1_200))));
        RecordedWork months = new RecordedWork(
                UNTIL.minus(Duration.ofDays(60)), UNTIL, List.of(work), Optional.empty(), Optional.empty());
        AvoidedMoney money = AvoidedMoney.of(months, PRICES.with(List.of(pages)), DAY, "USD");

        assertThat(money.lines())
                .singleElement()
                .satisfies(line -> assertThat(line.perMonth()).isEqualByComparingTo("1"));
    }

    @Test
    void avoidedWork_withoutAFittingPrice_isNamed_andNeverGuessed() {
        AvoidedWork upload = new AvoidedWork(
                Step.UPLOAD, 2, 0, 2, 0, 0, Map.of(Unit.BYTES, new Amount(2, BigInteger.valueOf(3 * GIB))));
        AvoidedWork parse =
                new AvoidedWork(Step.PARSE, 2, 0, 2, 0, 0, Map.of(Unit.PAGES, new Amount(2, BigInteger.TEN)));
        AvoidedWork embed = embedded(2, 0, 2, 0, 5_000);
        PriceTable prices = PriceTable.of(List.of(
                new Price(
                        SavingsMoney.PAGES,
                        "page",
                        "page",
                        BigDecimal.ONE,
                        List.of(Tier.of("0", "1")),
                        Aggregation.ACCOUNT_MONTH,
                        "EUR",
                        FROM_DAY,
                        "list"),
                Price.flat(SavingsMoney.TOKENS, "million tokens", "0.15", FROM_DAY, "list")));
        AvoidedMoney money = AvoidedMoney.of(recorded(List.of(upload, parse, embed)), prices, DAY, "USD");

        assertThat(money.lines()).isEmpty();
        assertThat(money.unpriced())
                .containsExactly(
                        "3,221,225,472 bytes that upload avoided have no line: the price table has no uploaded-bytes on 2026-11-28;"
                                + " add one in GiB.",
                        "10 pages that parse avoided have no line: the price of parsed-pages is in EUR, and that of sql-disk in USD;"
                                + " give both in one currency.",
                        "5,000 tokens that embed avoided have no line: the price of embedding-tokens counts in million tokens; give"
                                + " one in token.");
        PriceTable fitting = prices.with(List.of(
                Price.flat(SavingsMoney.UPLOADS, "GiB", "0.08", FROM_DAY, "list"),
                new Price(
                        SavingsMoney.TOKENS,
                        "million tokens",
                        "token",
                        new BigDecimal("1000000"),
                        List.of(Tier.of("0", "0.15")),
                        Aggregation.ACCOUNT_MONTH,
                        "USD",
                        FROM_DAY,
                        "list")));
        assertThat(AvoidedMoney.of(recorded(List.of(upload, embed)), fitting, DAY, "USD")
                        .lines())
                .satisfiesExactly(
                        bytes -> assertThat(bytes.perMonth()).isEqualByComparingTo("0.48"),
                        tokens -> assertThat(tokens.perMonth()).isEqualByComparingTo("0.0015"));
    }

    // More bytes than a long holds: a hostile producer must not keep the report from being made.
    @Test
    void avoidedBytes_beyondALong_haveALine() {
        BigInteger bytes = BigInteger.valueOf(Long.MAX_VALUE).multiply(BigInteger.TEN);
        AvoidedWork work = new AvoidedWork(Step.UPLOAD, 9, 0, 9, 0, 0, Map.of(Unit.BYTES, new Amount(9, bytes)));
        PriceTable prices = PRICES.with(List.of(Price.flat(SavingsMoney.UPLOADS, "GiB", "0.08", FROM_DAY, "list")));
        RecordedWork recorded = recorded(List.of(work));

        assertThat(AvoidedMoney.of(recorded, prices, DAY, "USD").lines()).hasSize(1);
        assertThat(((Section.Figures) AvoidedSections.of(recorded).get(1))
                        .figures()
                        .get(0)
                        .value()
                        .forPeople())
                .endsWith(" PB");
    }

    private static Line avoided(MoneyStatement money) {
        return money.lines().stream()
                .filter(line -> line.kind() == Kind.AVOIDED)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void investment_countsTheCostOfTruename_andFreedCapacityNever() {
        AvoidedWork work = embedded(10, 6, 4, 0, 20_000_000);
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
                money, recorded(List.of()), ASSUMED, new Provenance(FROM, UNTIL, "ledger and prices", UNTIL));

        assertThat(sections)
                .extracting(Section::key)
                .containsExactly("attempts", "avoided", "moneySums", "moneyLines", "investment", "investmentPossible");
        assertThat(((Section.Figures) sections.get(1)).figures().get(0).value().forPeople())
                .isEqualTo("no data");
        assertThat(avoidedSum(money)).isEqualTo("no data");
        // Events that told of no skip say that nothing was avoided, which is a number.
        assertThat(avoidedSum(statement(new StorageBilling.ProvisionedDisk(1, true), List.of(embedded(9, 9, 0, 0, 0)))))
                .isEqualTo("0.00 USD");
        assertThat(avoidedSum(statement(new StorageBilling.ProvisionedDisk(1, true), List.of(embedded(9, 0, 0, 9, 0)))))
                .isEqualTo("no data");
    }

    private static String avoidedSum(MoneyStatement money) {
        Section.Table sums = (Section.Table) SavingsSections.money(money).get(0);
        return sums.rows().get(1).get(1).forPeople();
    }

    @Test
    void table_withoutThePrice_saysWhich() {
        SavingsLedger ledger = SavingsLedger.ofContent(10, List.of(2L));
        StorageStatement storage = StorageStatement.of(
                ledger, new StorageSize(100, 0, 0, 0, 0), new StorageBilling.ProvisionedDisk(1, true));

        assertThatThrownBy(() -> SavingsMoney.statement(storage, recorded(List.of()), PriceTable.of(List.of()), DAY))
                .hasMessageContaining("sql-disk");
    }
}
