// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.costing.cost.CostBreakdown;
import io.truename.costing.cost.CostRow;
import io.truename.costing.cost.CostRow.BilledUsage;
import io.truename.costing.cost.CostRow.Export;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SchemaMigrations;
import io.truename.postgres.reporting.CostImport.Imported;
import io.truename.postgres.reporting.CostImport.Whole;
import io.truename.postgres.reporting.CostStore.Question;
import io.truename.testkit.database.TestServer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CostStoreIT {
    private static final Instant DAY = Instant.parse("2026-11-01T00:00:00Z");
    private static final Question ALL =
            new Question(DAY, DAY.plusSeconds(3 * 86_400), Optional.empty(), List.of("function"));

    private final CostStore store = new CostStore();
    private Database database;

    @AfterEach
    void close() {
        database.close();
    }

    private void open(TestServer.Version version) {
        database = Database.of(
                DatabaseUrl.parse(TestServer.shared(version).database().url()), "test", 2);
        SchemaMigrations.run(database);
    }

    private static CostRow row(Export export, int hour, String cost) {
        Instant from = DAY.plusSeconds(3600L * hour + 5);
        return new CostRow(
                export,
                "01D4EE",
                "Cloud Run",
                "CPU",
                "Services CPU",
                from,
                from.plusSeconds(1800),
                "p",
                "europe-west1",
                Map.of("function", "generate", "pod", "p" + hour, "it's \"odd\"", "{,}"),
                new BigDecimal(cost),
                new BigDecimal("-0.1"),
                "USD",
                Optional.of(new BilledUsage(new BigDecimal("2.5"), "h")),
                CostRow.Type.USAGE);
    }

    private Imported imported(String part, Optional<Whole> whole, CostRow... rows) {
        return database.inTransaction(session -> {
            CostImport next = CostImport.begin(session, part, whole, DAY.plusSeconds(86_400));
            next.add(Arrays.asList(rows));
            return next.finish();
        });
    }

    private Imported imported(CostRow... rows) {
        return imported("", Optional.empty(), rows);
    }

    private BigDecimal gross() {
        return CostBreakdown.byService(database.with(session -> store.sums(session, ALL)))
                .gross();
    }

    @ParameterizedTest
    @EnumSource
    void sameFileTwice_countsOnce_andEqualRowsCountTwice(TestServer.Version version) {
        open(version);
        CostRow[] file = {row(Export.STANDARD, 1, "0.1"), row(Export.STANDARD, 1, "0.1"), row(Export.STANDARD, 2, "0.2")
        };
        assertThat(imported(file)).isEqualTo(new Imported(3, 0, Optional.empty()));
        assertThat(imported(file)).isEqualTo(new Imported(3, 3, Optional.empty()));

        // A sum of doubles would be 0.4000000000000001.
        assertThat(gross()).isEqualByComparingTo("0.4");
        List<CostRow> sums = database.with(session -> store.sums(session, ALL));
        assertThat(sums).hasSize(1);
        assertThat(sums.get(0).credits()).isEqualByComparingTo("-0.3");
        assertThat(sums.get(0).usage().orElseThrow().amount()).isEqualByComparingTo("7.5");
        assertThat(sums.get(0).labels()).isEqualTo(Map.of("function", "generate"));
        assertThat(sums.get(0).from()).isEqualTo(row(Export.STANDARD, 1, "0").from());
        assertThat(sums.get(0).until()).isEqualTo(row(Export.STANDARD, 2, "0").until());
    }

    @ParameterizedTest
    @EnumSource(names = "NEWEST")
    void correctedHour_replacesTheEarlier_andOthersStay(TestServer.Version version) {
        open(version);
        imported(row(Export.STANDARD, 1, "1"), row(Export.STANDARD, 2, "10"));
        assertThat(imported(row(Export.STANDARD, 2, "20")).replaced()).isEqualTo(1);

        assertThat(gross()).isEqualByComparingTo("21");
    }

    @ParameterizedTest
    @EnumSource(names = "NEWEST")
    void parts_ofOneHour_areAdded_andEachReplacesItself(TestServer.Version version) {
        open(version);
        imported("1", Optional.empty(), row(Export.STANDARD, 1, "1"));
        imported("2", Optional.empty(), row(Export.STANDARD, 1, "2"));
        imported("2", Optional.empty(), row(Export.STANDARD, 1, "4"));

        assertThat(gross()).isEqualByComparingTo("5");
    }

    @ParameterizedTest
    @EnumSource(names = "NEWEST")
    void wholeTime_removesWhatIsNotInIt(TestServer.Version version) {
        open(version);
        imported(row(Export.STANDARD, 1, "1"), row(Export.STANDARD, 5, "10"), row(Export.STANDARD, 30, "100"));
        imported("late", Optional.empty(), row(Export.STANDARD, 1, "1000"));
        Imported corrected =
                imported("", Optional.of(new Whole(DAY, DAY.plusSeconds(86_400))), row(Export.STANDARD, 1, "2"));

        assertThat(corrected).isEqualTo(new Imported(1, 3, Optional.empty()));
        assertThat(gross()).isEqualByComparingTo("102");
    }

    @ParameterizedTest
    @EnumSource(names = "NEWEST")
    void twoExportsOfOneDay_areAConflict_unlessOneReplacesTheOther(TestServer.Version version) {
        open(version);
        imported(row(Export.STANDARD, 1, "1"), row(Export.STANDARD, 2, "1"));
        assertThat(conflicting(row(Export.DETAILED, 1, "1"))).contains("01D4EE on 2026-11-01");
        // Rolled back by the caller.
        assertThat(gross()).isEqualByComparingTo("2");

        assertThat(imported(row(Export.DETAILED, 25, "4")).conflict()).isEmpty();
        assertThat(imported(row(Export.DETAILED, 1, "8"), row(Export.DETAILED, 2, "16"))
                        .conflict())
                .isEmpty();
        assertThat(gross()).isEqualByComparingTo("28");
    }

    @ParameterizedTest
    @EnumSource(names = "NEWEST")
    void rowWithoutUsage_staysWithout(TestServer.Version version) {
        open(version);
        CostRow tax = new CostRow(
                Export.STANDARD,
                "01D4EE",
                "Invoice",
                "",
                "",
                DAY,
                DAY,
                "",
                "",
                Map.of(),
                BigDecimal.TEN,
                BigDecimal.ZERO,
                "EUR",
                Optional.empty(),
                CostRow.Type.TAX);
        imported(tax);

        List<CostRow> sums = database.with(session -> store.sums(session, ALL));
        assertThat(sums).containsExactly(tax);
    }

    private Optional<String> conflicting(CostRow row) {
        return database.with(session -> {
            session.begin();
            CostImport next = CostImport.begin(session, "", Optional.empty(), DAY);
            next.add(List.of(row));
            Optional<String> conflict = next.finish().conflict();
            session.rollback();
            return conflict;
        });
    }

    @ParameterizedTest
    @EnumSource(names = "NEWEST")
    void sums_equalThoseOfTheRows(TestServer.Version version) {
        open(version);
        List<CostRow> rows = new ArrayList<>();
        for (int at = 0; at < 3_000; at++) {
            rows.add(row(Export.STANDARD, at % 60, at + ".000000000000000001"));
        }
        database.inTransaction(session -> {
            CostImport next = CostImport.begin(session, "", Optional.empty(), DAY);
            next.add(rows.subList(0, CostImport.BATCH));
            next.add(rows.subList(CostImport.BATCH, rows.size()));
            return next.finish();
        });

        assertThat(gross()).isEqualByComparingTo(CostBreakdown.byService(rows).gross());
        assertThat(database.with(session -> store.known(session, DAY, DAY.plusSeconds(86_400)))
                        .orElseThrow()
                        .rows())
                .isEqualTo(24 * 50L);
        Optional<CostStore.Known> before = database.with(session -> store.known(session, Instant.EPOCH, DAY));
        assertThat(before).isEmpty();
    }

    private static CostRow steady(int hour, String sku, String cost, String credits) {
        Instant from = DAY.plusSeconds(3600L * hour);
        return new CostRow(
                Export.STANDARD,
                "01D4EE",
                "Cloud SQL",
                sku,
                sku,
                from,
                from.plusSeconds(3600),
                "p",
                "europe-west1",
                Map.of(),
                new BigDecimal(cost),
                new BigDecimal(credits),
                "USD",
                Optional.empty(),
                CostRow.Type.USAGE);
    }

    @ParameterizedTest
    @EnumSource
    void steadyUse_isThatOfTheHourWithTheLeast_withoutWhatIsPaidAlready(TestServer.Version version) {
        open(version);
        imported(
                steady(0, "Zonal - vCPU in Belgium", "2", "0"),
                steady(0, "Zonal - RAM in Belgium", "1", "0"),
                steady(1, "Zonal - vCPU in Belgium", "2", "0"),
                steady(1, "Zonal - vCPU in Belgium", "9", "-9"),
                steady(2, "Zonal - vCPU in Belgium", "4", "0"),
                steady(2, "Storage in Belgium", "70", "0"));
        Instant until = DAY.plusSeconds(3 * 3600);

        List<CostStore.Steady> found =
                database.with(session -> store.steady(session, DAY, until, List.of("Cloud SQL", "Cloud Run")));

        assertThat(found).hasSize(1);
        assertThat(found.get(0).service()).isEqualTo("Cloud SQL");
        assertThat(found.get(0).floor()).isEqualByComparingTo("2");
        assertThat(found.get(0).mean()).isEqualByComparingTo("3");
        BigDecimal beyond =
                database.with(session -> store.steady(session, DAY, until.plusSeconds(3600), List.of("Cloud SQL"))
                        .get(0)
                        .floor());
        assertThat(beyond).isEqualByComparingTo("0");
    }
}
