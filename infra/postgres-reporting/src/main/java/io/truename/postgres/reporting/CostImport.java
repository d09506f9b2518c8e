// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting;

import io.truename.costing.cost.CostRow;
import io.truename.costing.cost.CostRow.BilledUsage;
import io.truename.postgres.Session;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Import of rows of a billing export: {@link #begin}, {@link #add} as often as needed, {@link #finish}, all in one transaction. Imports
 * wait for each other; readers see the old rows until the commit.
 */
public final class CostImport {
    /** Rows of one statement, so that its arrays stay small. */
    public static final int BATCH = 2_000;

    private final Session session;
    private final long id;
    private final String part;
    private final Optional<Whole> whole;
    private long rows;

    private CostImport(Session session, long id, String part, Optional<Whole> whole) {
        this.session = session;
        this.id = id;
        this.part = part;
        this.whole = whole;
    }

    /**
     * A time of which an import has every row: nothing of the accounts stays that is not in it. Without it, an import replaces the hours
     * that it has rows of.
     *
     * @param until exclusive
     */
    public record Whole(Instant from, Instant until) {
        public Whole {
            if (!from.isBefore(until)) {
                throw new IllegalArgumentException("until: must be after from");
            }
        }

        public boolean holds(CostRow row) {
            return !row.from().isBefore(from) && row.from().isBefore(until);
        }
    }

    /**
     * Outcome of an import.
     *
     * @param rows of the import
     * @param replaced rows that were there before and are gone
     * @param conflict an account and a day that would be in two exports; if present, roll back
     */
    public record Imported(long rows, long replaced, Optional<String> conflict) {}

    /**
     * Begins an import.
     *
     * @param part name of a file that shares hours with others; empty for files that do not
     */
    public static CostImport begin(Session session, String part, Optional<Whole> whole, Instant now) {
        session.execute("LOCK TABLE truename.cost_row IN SHARE ROW EXCLUSIVE MODE");
        long id = session.one(
                "INSERT INTO truename.cost_import (part, imported_at) VALUES ($1, $2) RETURNING id",
                row -> row.number("id"),
                part,
                Times.at(now));
        return new CostImport(session, id, part, whole);
    }

    /** Adds at most {@link #BATCH} rows. */
    public void add(List<CostRow> batch) {
        if (batch.isEmpty()) {
            return;
        }
        rows += session.update(
                "INSERT INTO truename.cost_row (import, part, export, account, hour, from_at, until_at, service, sku, sku_name,"
                        + " project, region, labels, cost, credits, currency, usage_amount, usage_unit, type)"
                        + " SELECT $1, $2, export, account, hour::timestamptz, from_at::timestamptz, until_at::timestamptz,"
                        + " service, sku, sku_name, project, region, labels::jsonb, cost::numeric, credits::numeric, currency,"
                        + " NULLIF(usage_amount, '')::numeric, CASE WHEN usage_amount <> '' THEN usage_unit END, type"
                        + " FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],"
                        + " $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[],"
                        + " $17::text[], $18::text[], $19::text[]) AS given (export, account, hour, from_at, until_at, service,"
                        + " sku, sku_name, project, region, labels, cost, credits, currency, usage_amount, usage_unit, type)",
                id,
                part,
                texts(batch, row -> row.export().name()),
                texts(batch, CostRow::account),
                texts(batch, row -> row.from().truncatedTo(ChronoUnit.HOURS).toString()),
                texts(batch, row -> row.from().toString()),
                texts(batch, row -> row.until().toString()),
                texts(batch, CostRow::service),
                texts(batch, CostRow::sku),
                texts(batch, CostRow::skuName),
                texts(batch, CostRow::project),
                texts(batch, CostRow::region),
                texts(batch, row -> CostStore.json(row.labels())),
                texts(batch, row -> row.cost().toPlainString()),
                texts(batch, row -> row.credits().toPlainString()),
                texts(batch, CostRow::currency),
                texts(
                        batch,
                        row -> row.usage()
                                .map(usage -> usage.amount().toPlainString())
                                .orElse("")),
                texts(batch, row -> row.usage().map(BilledUsage::unit).orElse("")),
                texts(batch, row -> row.type().name()));
    }

    private static String[] texts(List<CostRow> batch, Function<CostRow, String> text) {
        return batch.stream().map(text).toArray(String[]::new);
    }

    /** Removes the rows that this import replaces. */
    public Imported finish() {
        long replaced = whole.isPresent() ? replaceWhole(whole.get()) : replaceHours();
        session.update("UPDATE truename.cost_import SET row_count = $2 WHERE id = $1", id, rows);
        session.update(
                "DELETE FROM truename.cost_import AS old WHERE id <> $1 AND NOT EXISTS (SELECT FROM truename.cost_row"
                        + " WHERE import = old.id)",
                id);
        return new Imported(rows, replaced, conflict());
    }

    private long replaceHours() {
        return session.update(
                "DELETE FROM truename.cost_row AS old USING (SELECT DISTINCT account, hour FROM truename.cost_row"
                        + " WHERE import = $1) AS slice WHERE old.account = slice.account AND old.hour = slice.hour"
                        + " AND old.part = $2 AND old.import <> $1",
                id,
                part);
    }

    private long replaceWhole(Whole time) {
        return session.update(
                "DELETE FROM truename.cost_row AS old WHERE old.account IN (SELECT account FROM truename.cost_row"
                        + " WHERE import = $1) AND old.from_at >= $2 AND old.from_at < $3 AND old.import <> $1",
                id,
                Times.at(time.from()),
                Times.at(time.until()));
    }

    /** The day is the same as that of {@link io.truename.costing.cost.CostBreakdown}, which refuses such rows. */
    private Optional<String> conflict() {
        return session
                .list(
                        "SELECT account || ' on ' || (hour AT TIME ZONE 'UTC')::date AS day FROM truename.cost_row"
                                + " WHERE (account, (hour AT TIME ZONE 'UTC')::date) IN (SELECT account,"
                                + " (hour AT TIME ZONE 'UTC')::date FROM truename.cost_row WHERE import = $1)"
                                + " GROUP BY account, (hour AT TIME ZONE 'UTC')::date HAVING count(DISTINCT export) > 1"
                                + " ORDER BY 1 LIMIT 1",
                        row -> row.text("day"),
                        id)
                .stream()
                .findFirst();
    }
}
