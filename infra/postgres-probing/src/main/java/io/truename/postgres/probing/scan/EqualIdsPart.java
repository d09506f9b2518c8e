// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.TableName;
import io.truename.postgres.PlannerSettings;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.recipe.RecipeSql;
import io.truename.probing.finding.Cause;
import io.truename.probing.finding.FindingKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One id twice where the column is of text: in two letter cases, with spaces around it, in braces or without hyphens, which a
 * unique index takes for two. The order of the column keeps such ids apart. So a statement compares one share of the hash values of
 * all rows, some pages of them; it has one snapshot, so that no row that moves meanwhile is seen twice. A column of type
 * {@code uuid} needs none: equal ids are neighbours there.
 */
final class EqualIdsPart implements ScanPart {
    private static final long PAGES_OF_A_SHARE = 8;
    private static final long MOST_SHARES = 256;

    private final String table;
    private final Column id;
    private final boolean ofDocuments;
    private final Cause cause;
    private final long shares;

    private EqualIdsPart(CorpusSchema schema, TableName table, Column id, boolean ofDocuments, int rowsOfAPage) {
        long rows = schema.table(table).relation().rows();
        shares = Math.min(MOST_SHARES, Long.highestOneBit(Math.max(1, rows / (PAGES_OF_A_SHARE * rowsOfAPage))));
        this.table = TableSql.quoted(table);
        this.id = id;
        this.ofDocuments = ofDocuments;
        cause = new Cause(FindingKind.ID_COLLISION, table.toString(), id.name());
    }

    /** A part for each table whose ids are text. */
    static List<ScanPart> of(CorpusSchema schema, int rowsOfAPage) {
        List<ScanPart> parts = new ArrayList<>();
        if (!PackedSql.isUuid(schema.documents().id())) {
            parts.add(new EqualIdsPart(
                    schema, schema.documents().table(), schema.documents().id(), true, rowsOfAPage));
        }
        for (CorpusSchema.ChunkTable chunks : schema.chunks()) {
            if (!PackedSql.isUuid(chunks.id())) {
                parts.add(new EqualIdsPart(schema, chunks.table(), chunks.id(), false, rowsOfAPage));
            }
        }
        return parts;
    }

    @Override
    public String name() {
        return "equal ids " + cause.table();
    }

    @Override
    public boolean covers(Cause other) {
        return cause.equals(other);
    }

    @Override
    public boolean read(Session session, ScanState state, Optional<LiveRun> run, BooleanSupplier timeIsUp) {
        if (run.isPresent() && !ofDocuments) {
            // Chunks that move take ids that rows of the same corpus had before.
            return true;
        }
        session.execute(PlannerSettings.BY_HASH + "; SET LOCAL work_mem = '16MB'");
        // Kept with the place: an estimate of the next step may differ.
        long shares = state.after.map(Long::valueOf).orElse(this.shares);
        state.after = Optional.of(Long.toString(shares));
        do {
            compare(session, state, run, shares);
            state.block++;
        } while (state.block < shares && !timeIsUp.getAsBoolean());
        return state.block >= shares;
    }

    private void compare(Session session, ScanState state, Optional<LiveRun> run, long shares) {
        String text = RecipeSql.column(id, "d") + "::text";
        session.one(
                "/* truename:scan */ SELECT coalesce(sum(members - 1), 0)::bigint AS rows, (array_agg(id))[1:10] AS ids FROM ("
                        + "SELECT count(*) AS members, digits::uuid::text AS id FROM (SELECT translate(regexp_replace(lower(btrim("
                        + text + ", E' \\t\\r\\n')), '^urn:uuid:', ''), '{}-', '') COLLATE \"C\" AS digits FROM "
                        + table + " d"
                        + run.map(moving -> moving.withoutProgress(text)).orElse("")
                        + ") d WHERE hashtextextended(digits, 0) & ($2 - 1) = $1 AND digits ~ '^[0-9a-f]{32}$'"
                        + " GROUP BY digits HAVING count(*) > 1) g",
                row -> {
                    state.observe(cause, row);
                    return true;
                },
                state.block,
                shares);
    }
}
