// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.truename.catalog.Catalog;
import io.truename.catalog.CatalogReader;
import io.truename.catalog.Prices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostSheetTest {
    private static final Path TERRAFORM = Path.of("../../terraform");
    private static final Path COSTS = TERRAFORM.resolve("COSTS.md");
    private static final Catalog CATALOG = CatalogReader.read(TERRAFORM.resolve("catalog"));
    private static final Prices PRICES = Prices.read(TERRAFORM.resolve("catalog"));
    private static final Set<String> ALONE = Set.of("generate");

    @Test
    void document_isThatOfTheCatalog() throws IOException {
        String written = new CostSheetText(CATALOG, PRICES).markdown();
        if (System.getProperty("golden", "").equals("write")) {
            Files.writeString(COSTS, written);
        } else {
            assertThat(COSTS).as("run again with -Dgolden=write").content().isEqualTo(written);
        }
    }

    // Each figure by hand: 10 requests/s for 730 hours, less the free part, times the price.
    @Test
    void lines_areQuantityLessTheFreePartTimesThePrice() {
        CostSheet sheet = CostSheet.of(CATALOG, PRICES, ALONE, 10);
        CostSheet.Line requests = line(sheet, "Cloud Run, requests");
        assertThat(requests.quantity()).isEqualTo(10 * 730 * 3600 + 730, within(1.0));
        assertThat(requests.usd()).isEqualTo((26_280_730 - 2_000_000) * 0.4 / 1e6, within(0.001));
        assertThat(line(sheet, "Cloud Scheduler").usd())
                .as("one of three free jobs")
                .isZero();
    }

    @Test
    void conditions_areThoseOfThePoliciesOfTerraform() throws IOException {
        Matcher conditions = Pattern.compile("\"condition(Threshold|Absent|PrometheusQueryLanguage)\"")
                .matcher(Files.readString(TERRAFORM.resolve("tests/policies.json")));
        assertThat(line(CostSheet.of(CATALOG, PRICES, ALONE, 0), "Alert policies, conditions")
                        .quantity())
                .isEqualTo((double) conditions.results().count());
    }

    @Test
    void database_costsOnlyWithACorpus() {
        assertThat(CostSheet.of(CATALOG, PRICES, ALONE, 10).lines())
                .noneMatch(one -> one.price().startsWith("sql-"));
        CostSheet whole = CostSheet.of(CATALOG, PRICES, CATALOG.functions().keySet(), 10);
        assertThat(line(whole, "Cloud SQL, processor").usd()).isEqualTo(2 * 0.0413 * 730 * 2, within(0.001));
    }

    // One instance serves thousands of requests a second; a linear formula would bill a hundred.
    @Test
    void processorTime_isBoundedByTheInstances() {
        double hundred = line(CostSheet.of(CATALOG, PRICES, ALONE, 100), "Cloud Run, processor")
                .quantity();
        double thousand = line(CostSheet.of(CATALOG, PRICES, ALONE, 1_000), "Cloud Run, processor")
                .quantity();
        assertThat(thousand).isEqualTo(hundred);
        assertThat(line(CostSheet.of(CATALOG, PRICES, ALONE, 10_000), "Cloud Run, processor")
                        .quantity())
                .isGreaterThan(1.9 * hundred);
    }

    @Test
    void everyPriceAndAssumption_isUsed() throws IOException {
        String code = Files.readString(Path.of("src/main/java/io/truename/catalog/cost/CostSheet.java"))
                + Files.readString(Path.of("src/main/java/io/truename/catalog/cost/CostSheetText.java"));
        assertThat(PRICES.prices().keySet()).allSatisfy(name -> assertThat(code).contains('"' + name + '"'));
        assertThat(PRICES.usage().keySet()).allSatisfy(name -> assertThat(code).contains('"' + name + '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "sql-disk-gib | disk_gb *= optional\\(number, (\\d+)\\)",
                "sql-vcpus | tier *= optional\\(string, \"db-custom-(\\d+)-7680\"\\)",
                "sql-copies | availability *= optional\\(string, \"(REGIONAL)\"\\)",
            })
    void assumptions_areTheDefaultsOfTerraform(String name, String pattern) throws IOException {
        Matcher found = Pattern.compile(pattern).matcher(Files.readString(TERRAFORM.resolve("variables.tf")));
        assertThat(found.find()).as(pattern).isTrue();
        assertThat(PRICES.requireUsage(name))
                .isEqualTo(found.group(1).equals("REGIONAL") ? 2 : Double.parseDouble(found.group(1)));
    }

    @ParameterizedTest
    @CsvSource({
        "* * * * *, 43800",
        "7 * * * *, 730",
        "*/15 * * * *, 2920",
        "23 2 * * *, 30.4167",
        "0-9/5 1-3 * * *, 182.5"
    })
    void cron_runsInAMonth(String cron, double runs) {
        assertThat(Cron.runsOfAMonth(cron)).isEqualTo(runs, within(0.001));
    }

    @Test
    void cron_refusesDays() {
        assertThatThrownBy(() -> Cron.runsOfAMonth("0 1 * * 1")).hasMessageContaining("0 1 * * 1");
    }

    private static CostSheet.Line line(CostSheet sheet, String resource) {
        return sheet.lines().stream()
                .filter(one -> one.resource().equals(resource))
                .findFirst()
                .orElseThrow();
    }
}
