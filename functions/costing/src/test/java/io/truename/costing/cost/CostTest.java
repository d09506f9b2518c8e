// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.costing.price.Price;
import io.truename.costing.price.PriceTable;
import io.truename.costing.price.Tier;
import io.truename.reporting.Provenance;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CostTest {
    private static final String STANDARD = """
            {"billing_account_id": "01D4EE", "service": {"id": "152E-C115-5142", "description": "Cloud Run"},
             "sku": {"id": "CPU", "description": "Services CPU"}, "usage_start_time": "2026-11-01 07:00:00 UTC",
             "usage_end_time": "2026-11-01T08:00:00Z", "project": {"id": "p"}, "location": {"region": "europe-west1"},
             "labels": [{"key": "function", "value": "generate"}], "cost": 10.1, "currency": "USD",
             "usage": {"amount": 7200, "unit": "seconds", "amount_in_pricing_units": 2, "pricing_unit": "h"},
             "credits": [{"name": "a", "amount": -1.05, "type": "PROMOTION"}, {"name": "b", "amount": "-2", "type": "DISCOUNT"}],
             "invoice": {"month": "202611"}, "cost_type": "regular"}
            """;
    private static final LocalDate DAY = LocalDate.of(2026, 11, 1);

    // A join of cost with its credits would count 10.1 twice.
    @Test
    void row_withTwoCredits_countsItsCostOnce() throws Exception {
        CostBreakdown breakdown = CostBreakdown.byService(List.of(read(STANDARD)));

        assertThat(breakdown.gross()).isEqualByComparingTo("10.1");
        assertThat(breakdown.credits()).isEqualByComparingTo("-3.05");
        assertThat(breakdown.net()).isEqualByComparingTo("7.05");
        assertThat(CostBreakdown.byLabel(List.of(read(STANDARD)), "function")
                        .lines()
                        .get(0)
                        .name())
                .isEqualTo("generate");
        assertThat(read(STANDARD).usage().orElseThrow().unit()).isEqualTo("h");
        assertThat(read(STANDARD).from()).isEqualTo(Instant.parse("2026-11-01T07:00:00Z"));
    }

    // BilledCost has the credits in it.
    @Test
    void focusRow_creditsAreNotTakenOffAgain() throws Exception {
        CostRow row = read("""
                {"BillingAccountId": "01D4EE", "BilledCost": 7.05, "EffectiveCost": 7.05, "ListCost": 10.1, "BillingCurrency": "EUR", "ServiceName": "Cloud Run",
                 "SkuId": "CPU", "ChargePeriodStart": "2026-11-01T07:00:00Z", "ChargePeriodEnd": "2026-11-01T08:00:00Z",
                 "ChargeCategory": "Usage", "ConsumedQuantity": 2, "ConsumedUnit": "h", "Tags": {"function": "generate"},
                 "x_Credits": [{"Amount": -3.05}]}
                """);

        assertThat(row.net()).isEqualByComparingTo("7.05");
        assertThat(row.export()).isEqualTo(CostRow.Export.FOCUS);
        assertThat(row.labels()).containsEntry("function", "generate");
        assertThatThrownBy(() -> CostBreakdown.byService(List.of(row, read(STANDARD))))
                .hasMessageContaining("twice");
    }

    // An account may begin the FOCUS export on a day; days before it are in the other one only.
    @Test
    void exports_ofOtherDays_areAdded() throws Exception {
        CostRow before = read(STANDARD);
        CostRow after = read("""
                {"BillingAccountId": "01D4EE", "BilledCost": 2, "BillingCurrency": "USD", "ServiceName": "Cloud Run",
                 "ChargePeriodStart": "2026-11-02T00:00:00Z"}
                """);

        assertThat(CostBreakdown.byService(List.of(before, after)).net()).isEqualByComparingTo("9.05");
    }

    @Test
    void flatRow_isRead() {
        CostRow row = CostRowReader.read(Map.of(
                "service_description", "Cloud SQL",
                "sku.id", "DISK",
                "usage_start_time", "2026-11-01T07:00:00Z",
                "usage.amount", "5",
                "usage.unit", "GiBy.mo",
                "cost", "0.85",
                "credits", "-0.05",
                "currency", "USD",
                "labels.function", "migrate"));

        assertThat(row.net()).isEqualByComparingTo("0.80");
        assertThat(row.sku()).isEqualTo("DISK");
        assertThat(row.labels()).containsEntry("function", "migrate");
        assertThat(row.usage().orElseThrow().amount()).isEqualByComparingTo("5");
    }

    @Test
    void row_thatCannotBeRead_namesTheField() {
        assertThatThrownBy(() -> read(STANDARD.replace("10.1", "\"ten\""))).hasMessageContaining("cost: is no number");
        assertThatThrownBy(() -> read(STANDARD.replace("\"regular\"", "\"gift\"")))
                .hasMessageContaining("cost_type");
        assertThatThrownBy(() -> read(STANDARD.replace("-1.05", "{}"))).hasMessageContaining("credits[0].amount");
        assertThatThrownBy(() -> CostBreakdown.byService(List.of(read(STANDARD), read(STANDARD.replace("USD", "EUR")))))
                .hasMessageContaining("currency");
    }

    @Property
    void breakdown_byAnything_addsUp(
            @ForAll @Size(max = 30) List<@IntRange(min = -5, max = 400) Integer> cents,
            @ForAll("names") List<String> names)
            throws IOException {
        List<CostRow> rows = new ArrayList<>();
        for (int at = 0; at < cents.size(); at++) {
            rows.add(read(STANDARD.replace(
                            "10.1", BigDecimal.valueOf(cents.get(at), 2).toString())
                    .replace("\"generate\"", "\"" + names.get(at % names.size()) + "\"")));
        }
        CostBreakdown breakdown = CostBreakdown.byLabel(rows, "function");

        assertThat(breakdown.lines().stream().map(CostBreakdown.Line::net).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(breakdown.net());
    }

    @Provide
    Arbitrary<List<String>> names() {
        return Arbitraries.of("", "a", "b", "(without)").list().ofMinSize(1).ofMaxSize(4);
    }

    @Test
    void breakdown_ofManyLines_sumsUpTheOthers() throws Exception {
        List<CostRow> rows = new ArrayList<>();
        for (int service = 0; service < 5; service++) {
            rows.add(read(STANDARD.replace("Cloud Run", "Service " + service).replace("10.1", "1" + service + ".5")));
        }
        CostBreakdown all = CostBreakdown.byService(rows);

        CostBreakdown most = all.most(2);

        assertThat(most.lines())
                .extracting(CostBreakdown.Line::name)
                .containsExactly("Service 4", "Service 3", "(others)");
        assertThat(most.lines().get(2).gross()).isEqualByComparingTo("34.5");
        assertThat(most.net()).isEqualByComparingTo(all.net());
        assertThat(all.most(5)).isEqualTo(all);
    }

    @Test
    void request_hasIdleApart() throws Exception {
        List<CostRow> rows = List.of(
                read(STANDARD),
                read(STANDARD.replace("Services CPU", "Services Min Instance CPU")
                        .replace("10.1", "51.79")),
                read(STANDARD.replace("Cloud Run", "Cloud SQL")
                        .replace("Services CPU", "Zonal vCPU")
                        .replace("10.1", "33.05")));
        RequestCost cost = RequestCost.of(rows, 1000);

        assertThat(cost.marginal().orElseThrow()).isEqualByComparingTo("0.00705");
        assertThat(cost.idle()).isEqualByComparingTo("48.74");
        assertThat(cost.full().orElseThrow()).isEqualByComparingTo("0.08579");
        assertThat(RequestCost.of(rows, 0).figures(provenance()).get(0).value().forPeople())
                .isEqualTo("no traffic");
        assertThat(cost.figures(provenance()).get(1).value().forPeople()).isEqualTo("0.00705 USD");
    }

    @Test
    void bill_namesTheUnexplained() throws Exception {
        PriceTable prices = PriceTable.of(
                List.of(Price.tiered("CPU", "h", List.of(Tier.of("0", "0"), Tier.of("1", "5")), DAY, "list")));
        BillCheck check = BillCheck.of(
                List.of(
                        read(STANDARD),
                        read(STANDARD.replace("\"CPU\"", "\"OTHER\"").replace("10.1", "4")),
                        read(STANDARD.replace("regular", "tax")
                                .replace("10.1", "1.9")
                                .replaceAll("\"credits\": .*", "\"x\": 0,"))),
                prices,
                DAY);

        assertThat(check.billed()).isEqualByComparingTo("16");
        assertThat(check.expected()).isEqualByComparingTo("5");
        assertThat(check.credits()).isEqualByComparingTo("-6.1");
        assertThat(check.net()).isEqualByComparingTo("9.9");
        // 5.1 of CPU and 4 of a SKU without a price.
        assertThat(check.unexplained()).isEqualByComparingTo("9.1");
        assertThat(check.expected().add(check.credits()).add(check.taxes()).add(check.unexplained()))
                .isEqualByComparingTo(check.net());
        assertThat(check.lines().get(1).reason()).contains("no price");
        assertThat(check.flagged()).isTrue();
    }

    @Test
    void bill_thatFits_isNotFlagged() throws Exception {
        PriceTable prices = PriceTable.of(List.of(Price.flat("CPU", "h", "5", DAY, "list")));
        BillCheck check = BillCheck.of(List.of(read(STANDARD)), prices, DAY);

        assertThat(check.unexplained()).isEqualByComparingTo("0.1");
        assertThat(check.flagged()).isFalse();
    }

    // One SKU 5 too high and one 5 too low.
    @Test
    void bill_errorsThatCancel_areFlagged() throws Exception {
        PriceTable prices = PriceTable.of(
                List.of(Price.flat("CPU", "h", "2.55", DAY, "list"), Price.flat("RAM", "h", "7.55", DAY, "list")));
        BillCheck check =
                BillCheck.of(List.of(read(STANDARD), read(STANDARD.replace("\"CPU\"", "\"RAM\""))), prices, DAY);

        assertThat(check.unexplained()).isZero();
        assertThat(check.flagged()).isTrue();
    }

    @Test
    void usage_inAnotherUnit_isNotGuessed() throws Exception {
        PriceTable prices = PriceTable.of(List.of(Price.flat("CPU", "GiBy", "5", DAY, "list")));
        BillCheck check = BillCheck.of(List.of(read(STANDARD)), prices, DAY);

        assertThat(check.lines().get(0).reason()).contains("usage is in h");
        assertThat(check.expected()).isZero();
    }

    private static Provenance provenance() {
        Instant from = Instant.parse("2026-11-01T07:00:00Z");
        return new Provenance(from, from.plusSeconds(3600), "billing export", from);
    }

    private static CostRow read(String json) throws IOException {
        return CostRowReader.read(new ObjectMapper()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .readValue(json, Map.class));
    }
}
