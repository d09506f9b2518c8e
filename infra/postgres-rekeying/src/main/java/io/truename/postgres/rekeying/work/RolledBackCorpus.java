// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.TableName;
import io.truename.postgres.Session;
import io.truename.postgres.rekeying.batch.DocumentStateSql;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks whether everything that a run says to have moved back is where it was: the maps against the tables, not against the run's
 * own record. Reads only; one statement for documents and one for each kind of chunks, which take as long as the database needs
 * to join two tables.
 */
public final class RolledBackCorpus {
    private final CorpusSchema schema;
    private final int run;

    /** Of that run. */
    public RolledBackCorpus(CorpusSchema schema, int run) {
        this.schema = schema;
        this.run = run;
    }

    /**
     * What became of the rows of one table that were moved back.
     *
     * @param looked how many there should be
     * @param kept under the new id still, and not under the old one
     * @param lost that a merge had deleted, and that are not there again
     * @param deleted that are under neither id, so that nobody but the application can have deleted them
     * @param examples five old ids of kept or lost ones
     */
    public record Found(TableName table, long looked, long kept, long lost, long deleted, List<String> examples) {
        public Found {
            examples = List.copyOf(examples);
        }

        /** Whether the run itself may be to blame. */
        public boolean isDoubtful() {
            return kept + lost > 0;
        }
    }

    /** Looks: documents first, then chunks in order. */
    public List<Found> look(Session session) {
        List<Found> found = new ArrayList<>();
        found.add(look(
                session,
                schema.documents().table(),
                schema.documents().id().name(),
                DocumentStateSql.of(
                        "SELECT m.old_id, m.new_id, m.into_doc IS NOT NULL AS merged FROM truename.document_map m"
                                + " WHERE m.run = $1 AND m.state = {ROLLED_BACK} AND m.old_id <> m.new_id")));
        for (int source = 1; source <= schema.chunks().size(); source++) {
            CorpusSchema.ChunkTable chunks = schema.chunks().get(source - 1);
            found.add(look(
                    session,
                    chunks.table(),
                    chunks.id().name(),
                    DocumentStateSql.of(
                            "SELECT c.old_id, c.new_id, c.merged FROM truename.chunk_map c JOIN truename.document_map m"
                                    + " ON m.run = c.run AND m.doc = c.doc WHERE c.run = $1 AND c.source = " + source
                                    + " AND m.state = {ROLLED_BACK} AND c.old_id <> c.new_id")));
        }
        return found;
    }

    private Found look(Session session, TableName table, String id, String moved) {
        String rows = name(table.schema()) + "." + name(table.name());
        String stored = "lower(k." + name(id) + "::text)";
        // What a later pass moved on from the id that an earlier pass gave it is back under the first of them.
        return session.one(
                "WITH moved AS MATERIALIZED (" + moved
                        + "), missing AS MATERIALIZED (SELECT m.* FROM moved m WHERE NOT EXISTS"
                        + " (SELECT FROM " + rows + " k WHERE " + stored
                        + " = m.old_id::text) AND NOT EXISTS (SELECT FROM moved n WHERE n.new_id = m.old_id)), judged AS MATERIALIZED"
                        + " (SELECT m.old_id, m.merged, k." + name(id)
                        + " IS NOT NULL AS there FROM missing m LEFT JOIN "
                        + rows + " k ON " + stored + " = m.new_id::text AND NOT m.merged)"
                        + " SELECT (SELECT count(*) FROM moved) AS looked, count(*) FILTER (WHERE there) AS kept,"
                        + " count(*) FILTER (WHERE merged) AS lost, count(*) FILTER (WHERE NOT there AND NOT merged) AS deleted,"
                        + " ARRAY(SELECT DISTINCT old_id::text FROM judged WHERE there OR merged ORDER BY 1 LIMIT 5) AS examples"
                        + " FROM judged",
                row -> new Found(
                        table,
                        row.number("looked"),
                        row.number("kept"),
                        row.number("lost"),
                        row.number("deleted"),
                        row.find("examples", String[].class)
                                .map(ids -> List.of(ids))
                                .orElse(List.of())),
                run);
    }

    private static String name(String name) {
        return io.truename.postgres.SqlNames.quoted(name);
    }
}
