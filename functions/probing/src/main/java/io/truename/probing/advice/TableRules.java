// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.advice;

import static io.truename.probing.advice.Figures.bytes;
import static io.truename.probing.advice.Figures.count;
import static io.truename.probing.advice.Figures.percent;
import static io.truename.probing.advice.Figures.sql;

import io.truename.probing.finding.Severity;
import java.util.ArrayList;
import java.util.List;

/** Rules on tables. */
final class TableRules {
    private static final double DEAD = 0.20;
    private static final double MOSTLY_DEAD = 0.50;
    private static final long LEAST_BYTES = 1L << 20;
    private static final long SOME_ROWS = 1_000;

    private TableRules() {}

    static List<Advice> advise(List<TableFacts> tables, ServerFacts server, AdviceLimits limits) {
        List<Advice> advice = new ArrayList<>();
        for (TableFacts table : tables) {
            bloated(table, server, limits, advice);
            if (!table.autovacuum()) {
                advice.add(new Advice(
                        AdviceRule.TABLE_NO_AUTOVACUUM,
                        Severity.MEDIUM,
                        table.name().toString(),
                        "A setting of the table turns autovacuum off.",
                        "ALTER TABLE " + sql(table.name()) + " RESET (autovacuum_enabled);",
                        "Dead rows are removed, and statistics are kept."));
            }
            notAnalyzed(table, advice);
        }
        return advice;
    }

    private static void bloated(TableFacts table, ServerFacts server, AdviceLimits limits, List<Advice> advice) {
        double share = (double) table.deadBytes() / Math.max(1, table.bytes());
        if (table.bytes() >= LEAST_BYTES && share >= DEAD && !table.vacuuming()) {
            advice.add(new Advice(
                    AdviceRule.TABLE_BLOATED,
                    share >= MOSTLY_DEAD ? Severity.HIGH : Severity.MEDIUM,
                    table.name().toString(),
                    "Dead rows take about " + bytes(table.deadBytes()) + ", " + percent(share) + " of "
                            + bytes(table.bytes()) + "." + heldBack(server, limits),
                    "VACUUM (ANALYZE) " + sql(table.name()) + ";",
                    "New rows use the space again, and queries read fewer dead rows. The files do not become"
                            + " smaller."));
        }
    }

    private static String heldBack(ServerFacts server, AdviceLimits limits) {
        return server.holders().stream()
                .filter(holder -> holder.here() && VacuumRules.isOld(holder, limits))
                .findFirst()
                .map(holder -> " Vacuum removes none that " + holder.shown() + " may still see: end that first.")
                .orElse("");
    }

    private static void notAnalyzed(TableFacts table, List<Advice> advice) {
        boolean stale = table.changes() > table.rows() / 2 && table.rows() >= SOME_ROWS;
        boolean never = !table.analyzed() && table.rows() >= SOME_ROWS;
        if (stale || never) {
            advice.add(new Advice(
                    AdviceRule.TABLE_NOT_ANALYZED,
                    Severity.MEDIUM,
                    table.name().toString(),
                    never
                            ? "About " + count(table.rows()) + " rows, and no ANALYZE yet."
                            : count(table.changes()) + " changes since the last ANALYZE of about " + count(table.rows())
                                    + " rows.",
                    "ANALYZE " + sql(table.name()) + ";",
                    "The planner knows the table's size and values, and chooses indexes by them."));
        }
    }
}
