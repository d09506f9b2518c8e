// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.validate;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.TableName;
import io.truename.postgres.Session;
import io.truename.postgres.TableBlocks;
import java.util.ArrayList;
import java.util.List;

/** Counts orphaned references of a column, one range of its table's blocks at a time. Read-only. */
public final class OrphanCount {
    private final ValidationSql sql;

    /** Creates a count for a corpus. */
    public OrphanCount(CorpusSchema schema) {
        sql = new ValidationSql(schema);
    }

    /**
     * Orphaned references.
     *
     * @param examples at most five ids
     */
    public record Orphans(long rows, List<String> examples) {
        static final Orphans NONE = new Orphans(0, List.of());

        public Orphans {
            examples = List.copyOf(examples);
        }
    }

    /**
     * Counts the orphans in a range of blocks.
     *
     * @param session in a transaction with {@link io.truename.postgres.PlannerSettings#BY_INDEX}
     * @param from first block
     * @param until block after the last
     */
    public Orphans within(Session session, TableName table, IdColumn idColumn, long from, long until) {
        List<Object> values = new ArrayList<>(List.of(TableBlocks.at(from), TableBlocks.at(until)));
        idColumn.path().map(ValidationSql::path).ifPresent(values::add);
        return session.one(
                sql.orphans(table, idColumn),
                row -> new Orphans(
                        row.number("rows"),
                        row.find("examples", String[].class)
                                .map(ids -> List.of(ids))
                                .orElse(List.of())),
                values.toArray());
    }
}
