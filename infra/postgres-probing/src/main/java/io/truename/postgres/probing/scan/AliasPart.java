// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.corpus.schema.TableName;
import io.truename.postgres.PlannerSettings;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.recipe.RecipeSql;
import io.truename.probing.finding.Cause;
import io.truename.probing.finding.FindingKind;
import io.truename.probing.finding.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Aliases of documents, or of the chunks of one table, that lead nowhere. They are the plans of migrations: what was moved or
 * merged, from its old id to its new one.
 */
final class AliasPart implements ScanPart {
    private static final int AT_ONCE = 5_000;

    /** Documents whose chunks are looked at at once. */
    private static final int WITH_CHUNKS_AT_ONCE = 500;

    private final TableName table;
    private final Column id;
    private final Cause cause;
    private final int space;

    private AliasPart(TableName table, Column id, int space) {
        this.table = table;
        this.id = id;
        this.space = space;
        cause = new Cause(FindingKind.ALIAS_DEAD, table.toString(), id.name());
    }

    /** Parts for the documents and each table of chunks. */
    static List<ScanPart> of(CorpusSchema schema) {
        List<ScanPart> parts = new ArrayList<>();
        parts.add(new AliasPart(schema.documents().table(), schema.documents().id(), 0));
        for (ChunkTable chunks : schema.chunks()) {
            parts.add(new AliasPart(chunks.table(), chunks.id(), parts.size()));
        }
        return parts;
    }

    @Override
    public String name() {
        return "aliases " + table;
    }

    @Override
    public boolean covers(Cause other) {
        return cause.equals(other);
    }

    @Override
    public boolean read(Session session, ScanState state, Optional<LiveRun> run, BooleanSupplier timeIsUp) {
        boolean known = session.one(
                "SELECT to_regclass('truename.document_map') IS NOT NULL AS known WHERE $1",
                row -> row.flag("known"),
                true);
        if (!known) {
            state.notLookedAt("aliases", "The database that is read has no schema truename.");
            return true;
        }
        session.execute(PlannerSettings.BY_INDEX);
        record Slice(Optional<Integer> run, long doc, long dead, List<String> ids) {}
        boolean more;
        do {
            int ofRun = state.after.map(Integer::parseInt).orElse(-1);
            long from = state.after.isEmpty() ? -1 : state.block;
            Slice slice = session.one(
                    "/* truename:scan */ WITH s AS MATERIALIZED (SELECT run, doc, old_id, new_id, state FROM"
                            + " truename.document_map WHERE (run, doc) > ($1, $2) ORDER BY run, doc LIMIT "
                            + (space == 0 ? AT_ONCE : WITH_CHUNKS_AT_ONCE) + "),"
                            + " dead AS (SELECT a.old_id FROM s" + aliases() + " WHERE s.state IN (1, 2)"
                            + " AND a.old_id <> a.new_id AND NOT "
                            + exists("a.new_id") + " AND NOT " + exists("truename.resolve(a.old_id)") + ")"
                            + " SELECT (SELECT run FROM s ORDER BY run DESC, doc DESC LIMIT 1) AS run, coalesce((SELECT doc FROM s"
                            + " ORDER BY run DESC, doc DESC LIMIT 1), 0) AS doc, (SELECT count(*) FROM dead) AS dead,"
                            + " (SELECT array_agg(old_id::text) FROM (SELECT old_id FROM dead LIMIT 10) few) AS ids",
                    row -> new Slice(
                            row.find("run", Integer.class),
                            row.number("doc"),
                            row.number("dead"),
                            row.find("ids", String[].class).map(List::of).orElse(List.of())),
                    ofRun,
                    from);
            if (slice.dead() > 0) {
                state.others().add(new Observation(cause, slice.dead(), slice.ids()));
            }
            more = slice.run().isPresent();
            slice.run().ifPresent(last -> {
                state.after = Optional.of(Integer.toString(last));
                state.block = slice.doc();
            });
        } while (more && !timeIsUp.getAsBoolean());
        return !more;
    }

    private String aliases() {
        return space == 0
                ? " CROSS JOIN LATERAL (SELECT s.old_id, s.new_id) a"
                : " JOIN truename.chunk_map a ON a.run = s.run AND a.doc = s.doc AND a.source = " + space;
    }

    private String exists(String value) {
        String found = PackedSql.isUuid(id)
                ? " = " + value
                : " = ANY(CAST(ARRAY[lower(" + value + "::text), upper(" + value + "::text)] AS " + id.type() + "[]))";
        return "EXISTS (SELECT FROM " + TableSql.quoted(table) + " k WHERE " + RecipeSql.column(id, "k") + found
                + " OFFSET 0)";
    }
}
