// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.costing.price.Price;
import io.truename.costing.price.PriceTable;
import io.truename.costing.savings.AvoidedWork.Amount;
import io.truename.costing.savings.AvoidedWork.Step;
import io.truename.costing.savings.AvoidedWork.Unit;
import io.truename.reporting.Provenance;
import io.truename.reporting.Report;
import io.truename.reporting.ReportMarkdown;
import io.truename.reporting.Section;
import io.truename.reporting.Value;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AvoidedSectionsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/avoided-work.md");
    private static final Instant UNTIL = Instant.parse("2026-11-28T00:00:00Z");
    private static final Instant FROM = UNTIL.minus(Duration.ofDays(15));
    private static final LocalDate DAY = LocalDate.of(2026, 11, 28);

    private static Amount amount(long skips, long units) {
        return new Amount(skips, BigInteger.valueOf(units));
    }

    private static List<Section> of(AvoidedWork... steps) {
        return AvoidedSections.of(new RecordedWork(
                FROM,
                UNTIL,
                List.of(steps),
                Optional.of(FROM.plus(Duration.ofHours(2))),
                Optional.of(UNTIL.minus(Duration.ofHours(1)))));
    }

    private static List<String> shown(Section section) {
        return ((Section.Figures) section)
                .figures().stream().map(figure -> figure.value().forPeople()).toList();
    }

    @Test
    void figures_areThoseThatEventsTold() {
        List<Section> sections = of(
                new AvoidedWork(Step.UPLOAD, 10, 6, 3, 1, 0, Map.of(Unit.BYTES, amount(3, 4_500_000))),
                new AvoidedWork(Step.PARSE, 10, 0, 0, 0, 10, Map.of()),
                new AvoidedWork(Step.CHUNK, 4, 4, 0, 0, 0, Map.of()),
                new AvoidedWork(
                        Step.EMBED, 10, 6, 2, 1, 0, Map.of(Unit.TOKENS, amount(2, 700), Unit.BYTES, amount(1, 99))));

        // Zero is what was counted; no data is what nobody told, or what does not add up.
        assertThat(shown(sections.get(1))).containsExactly("4.5 MB", "no data", "0 B", "no data", "no data");
    }

    @Test
    void attempts_ofEachRow_addUp_andTheRemainderIsNamed() {
        Section.Table attempts = (Section.Table) of(
                        new AvoidedWork(Step.UPLOAD, 10, 5, 3, 1, 1, Map.of()),
                        new AvoidedWork(Step.EMBED, 10, 6, 2, 1, 0, Map.of()))
                .get(0);

        assertThat(attempts.rows().stream()
                        .map(row -> row.stream().map(Value::forPeople).toList()))
                .containsExactly(
                        List.of("upload", "10", "5", "3", "1", "1", "0"),
                        List.of("parse", "no data", "no data", "no data", "no data", "no data", "no data"),
                        List.of("chunk", "no data", "no data", "no data", "no data", "no data", "no data"),
                        List.of("embed", "10", "6", "2", "1", "0", "1"));
    }

    @Test
    void report_isTheGoldenOne() throws IOException {
        RecordedWork work = new RecordedWork(
                FROM,
                UNTIL,
                List.of(
                        new AvoidedWork(Step.UPLOAD, 120, 80, 30, 2, 8, Map.of(Unit.BYTES, amount(28, 3_000_000_000L))),
                        new AvoidedWork(
                                Step.PARSE,
                                80,
                                70,
                                10,
                                0,
                                0,
                                Map.of(Unit.PAGES, amount(10, 240), Unit.BYTES, amount(4, 9_000))),
                        new AvoidedWork(Step.CHUNK, 80, 0, 0, 0, 80, Map.of()),
                        new AvoidedWork(Step.EMBED, 900, 500, 400, 0, 0, Map.of(Unit.TOKENS, amount(400, 20_000_000)))),
                Optional.of(FROM),
                Optional.of(UNTIL.minus(Duration.ofHours(1))));
        StorageStatement storage = StorageStatement.of(
                SavingsLedger.ofContent(1L << 30, List.of(3L)),
                new StorageSize(6L << 30, 0, 0, 0, 0),
                new StorageBilling.ProvisionedDisk(1, true));
        PriceTable prices = PriceTable.of(List.of(
                Price.flat(SavingsMoney.DISK, "GiB-month", "0.17", LocalDate.of(2026, 5, 1), "list"),
                Price.flat(SavingsMoney.TOKENS, "token", "0.00000015", LocalDate.of(2026, 11, 27), "list")));
        MoneyStatement money = SavingsMoney.statement(storage, work, prices, DAY);
        List<Section> sections = SavingsMoney.sections(
                money,
                work,
                new SavingsMoney.Assumptions(12, BigDecimal.TEN, BigDecimal.ONE, new BigDecimal("0.08")),
                new Provenance(UNTIL, UNTIL, "the corpus", UNTIL));
        String rendered = ReportMarkdown.render(new Report("savings", "Savings", "Lead.", UNTIL, sections));

        if (System.getProperty("golden", "").equals("write")) {
            Files.writeString(GOLDEN, rendered);
        }
        assertThat(rendered).as("run again with -Dgolden=write").isEqualTo(Files.readString(GOLDEN));
    }
}
