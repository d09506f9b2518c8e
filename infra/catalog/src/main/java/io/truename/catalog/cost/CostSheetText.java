// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog.cost;

import io.truename.catalog.Catalog;
import io.truename.catalog.Prices;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Cost sheets as Markdown, with every price and assumption that they use. */
public final class CostSheetText {
    private static final Set<String> ALONE = Set.of("generate");
    private static final List<Double> RATES = List.of(0.0, 1.0, 10.0, 100.0, 1_000.0);

    private final Catalog catalog;
    private final Prices prices;
    private final double requests;

    /**
     * Text for one rate.
     *
     * @param requests requests to generate in a second, all month
     */
    public CostSheetText(Catalog catalog, Prices prices, double requests) {
        this.catalog = catalog;
        this.prices = prices;
        this.requests = requests;
    }

    /** Text at the rate that {@code prices.yaml} assumes. */
    public CostSheetText(Catalog catalog, Prices prices) {
        this(catalog, prices, prices.requireUsage("requests"));
    }

    /** The whole document. */
    public String markdown() {
        StringBuilder text = new StringBuilder(line("""
                # Costs of a month

                Estimates at list prices in US dollars, for %s requests to `generate` in each second of a month of 730 hours, from
                [catalog/](catalog) and [catalog/prices.yaml](catalog/prices.yaml). Free parts of an account are taken off once; if your other projects
                use them, add them. A test compares this file with the catalog; these commands print it for another rate, and write it:

                ```sh
                java -jar functions/workbench/target/truename-workbench.jar costs --requests 100
                mvn -q -pl infra/catalog test -Dtest=CostSheetTest -Dgolden=write
                ```
                """, number(requests)));
        sheet(text, "`generate` alone", CostSheet.of(catalog, prices, ALONE, requests));
        sheet(text, "With a corpus: all functions and a database", whole(requests));
        rates(text);
        idle(text);
        assumptions(text);
        return text.toString();
    }

    private CostSheet whole(double rate) {
        return CostSheet.of(catalog, prices, catalog.functions().keySet(), rate);
    }

    private static void sheet(StringBuilder text, String title, CostSheet sheet) {
        text.append("\n## ")
                .append(title)
                .append("\n\n| resource | use | quantity | price | USD |\n|---|---|---:|---|---:|\n");
        for (CostSheet.Line one : sheet.lines()) {
            text.append(line(
                    "| %s | %s | %s %s | `%s` | %,.2f |%n",
                    one.resource(), one.formula(), number(one.quantity()), one.unit(), one.price(), one.usd()));
        }
        text.append(line("| **sum** | | | | **%,.2f** |%n", sheet.total()));
    }

    private void rates(StringBuilder text) {
        text.append(
                "\n## By rate\n\n| requests/s to `generate` | alone, USD | with a corpus, USD |\n|---:|---:|---:|\n");
        for (double rate : RATES) {
            text.append(line(
                    "| %s | %,.2f | %,.2f |%n",
                    number(rate),
                    CostSheet.of(catalog, prices, ALONE, rate).total(),
                    whole(rate).total()));
        }
    }

    /** Cost of an instance that Terraform keeps with {@code min}, while it serves nothing. */
    private void idle(StringBuilder text) {
        text.append(
                "\n## Instances that are kept\n\nEach instance of `min` costs this, while it serves nothing; 0 is the default.\n\n| function | USD |\n|---|---:|\n");
        catalog.functions()
                .values()
                .forEach(function -> text.append(line(
                        "| `%s` | %,.2f |%n",
                        function.name(),
                        730
                                * 3600
                                * (1 + function.memoryMiB() / 1024.0)
                                * prices.requirePrice("run-idle").usd())));
    }

    private void assumptions(StringBuilder text) {
        text.append("\n## Assumptions\n\n| name | value | source |\n|---|---:|---|\n");
        prices.usage()
                .forEach((name, quantity) -> text.append(line(
                        "| `%s` | %s%s | %s |%n",
                        name,
                        number(quantity.value()),
                        quantity.unit().equals("1") ? "" : " " + quantity.unit(),
                        quantity.source())));
        text.append("\n## Prices\n\n| name | USD | for one | free | read | source |\n|---|---:|---|---:|---|---|\n");
        prices.prices()
                .forEach((name, price) -> text.append(line(
                        "| `%s` | %s | %s | %s | %s | %s |%n",
                        name, number(price.usd()), price.unit(), number(price.free()), price.read(), price.source())));
        text.append("""

                ## What changes the sum most

                - Cloud Run writes an entry for each request, and two buckets keep it. At 100 requests/s that is the largest part. Exclude
                  `log_id("run.googleapis.com/requests")` in the project's sink `_Default`, which Terraform leaves alone, and the sum of the logs halves.
                - Conditions of alerts cost the same without traffic. Take alerts of functions that you do not deploy out of `alerts.yaml`.
                - `availability = "ZONAL"` halves the database. If its zone fails, it is away until somebody restores it:
                  [disaster recovery](runbooks/disaster-recovery.md).

                ## Not counted

                - network: functions and callers in one region; traffic out of the region or to the internet has a price
                - builds of functions and their images, both mostly within their free parts
                - a migration: its processor time, and the disk of the database, which grows and does not shrink
                - audit logs of data access, if you switch them on; reads of the Monitoring API above a million a month
                - Redis, replicas, support plans, committed-use discounts, taxes
                """);
    }

    /** A number in four digits at least, without trailing zeros. */
    private static String number(double value) {
        if (value >= 1_000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return BigDecimal.valueOf(value)
                .round(new MathContext(4))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format.replace("%n", "\n"), values);
    }
}
