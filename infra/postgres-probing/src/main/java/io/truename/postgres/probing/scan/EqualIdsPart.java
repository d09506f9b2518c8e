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
import io.truename.probing.finding.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One id twice where the column is of text: in two letter cases, which a unique index takes for two. One statement over all rows,
 * because their order keeps such ids apart. A column of type {@code uuid} needs none: equal ids are neighbours there.
 */
final class EqualIdsPart implements ScanPart {
    private final String table;
    private final Column id;
    private final boolean ofDocuments;
    private final Cause cause;

    private EqualIdsPart(TableName table, Column id, boolean ofDocuments) {
        this.table = TableSql.quoted(table);
        this.id = id;
        this.ofDocuments = ofDocuments;
        cause = new Cause(FindingKind.ID_COLLISION, table.toString(), id.name());
    }

    /** A part for each table whose ids are text. */
    static List<ScanPart> of(CorpusSchema schema) {
        List<ScanPart> parts = new ArrayList<>();
        if (!PackedSql.isUuid(schema.documents().id())) {
            parts.add(new EqualIdsPart(
                    schema.documents().table(), schema.documents().id(), true));
        }
        for (CorpusSchema.ChunkTable chunks : schema.chunks()) {
            if (!PackedSql.isUuid(chunks.id())) {
                parts.add(new EqualIdsPart(chunks.table(), chunks.id(), false));
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
        session.execute(PlannerSettings.BY_HASH);
        String text = RecipeSql.column(id, "d") + "::text";
        session.one(
                "/* truename:scan */ SELECT coalesce(sum(members - 1), 0)::bigint AS rows, (array_agg(id))[1:10] AS ids FROM ("
                        + "SELECT count(*) AS members, lower(" + text + ") AS id FROM " + table + " d"
                        + run.map(moving -> moving.withoutProgress(text)).orElse("")
                        + " GROUP BY lower(" + text + ") HAVING count(*) > 1 AND lower(" + text + ") ~ "
                        + ReferencePart.UUID_PATTERN + ") g WHERE $1",
                row -> {
                    if (row.number("rows") > 0) {
                        state.others()
                                .add(new Observation(
                                        cause,
                                        row.number("rows"),
                                        row.find("ids", String[].class)
                                                .map(List::of)
                                                .orElse(List.of())));
                    }
                    return true;
                },
                true);
        return true;
    }
}
