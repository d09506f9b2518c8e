// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import io.truename.catalog.CatalogReader;
import io.truename.catalog.Prices;
import io.truename.catalog.cost.CostSheetText;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** {@code costs [--requests N] [--catalog DIR]}: cost of a month of an installation, as {@code terraform/COSTS.md}. */
final class CostsCommand implements Command {
    @Override
    public String summary() {
        return "costs of a month by resource, as Markdown; --requests a second";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        CommandOptions options = CommandOptions.of(arguments, Set.of("--requests", "--catalog"));
        Path folder = Path.of(options.text("--catalog", "terraform/catalog"));
        Prices prices = Prices.read(folder);
        int requests = options.number("--requests", (int) prices.requireUsage("requests"));
        out.print(new CostSheetText(CatalogReader.read(folder), prices, requests).markdown());
        return 0;
    }
}
