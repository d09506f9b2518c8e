// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import io.truename.costing.savings.BigQueryLedger;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;

/**
 * {@code ledger-sql --table PROJECT.DATASET.TABLE --owner COLUMN --hash COLUMN --bytes COLUMN [--bits N] [--largest N]}: prints the query that
 * counts the ledger of a table in BigQuery, or with {@code --bits} the one of a sample of contents.
 */
final class LedgerSqlCommand implements Command {
    private static final int LARGEST = 1_000;

    @Override
    public String summary() {
        return "the query that counts a ledger in BigQuery; --table, --owner, --hash, --bytes";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        CommandOptions options =
                CommandOptions.of(arguments, Set.of("--table", "--owner", "--hash", "--bytes", "--bits", "--largest"));
        BigQueryLedger ledger = new BigQueryLedger(
                options.text("--table", ""),
                options.text("--owner", ""),
                options.text("--hash", ""),
                options.text("--bytes", ""));
        int bits = options.number("--bits", 0);
        out.print(bits == 0 ? ledger.exact() : ledger.sampled(bits, options.number("--largest", LARGEST)));
        return 0;
    }
}
