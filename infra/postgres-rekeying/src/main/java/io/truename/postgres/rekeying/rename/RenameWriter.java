// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.rename;

import io.truename.corpus.mapping.Mapping.External;
import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.TableName;
import io.truename.postgres.Session;
import io.truename.postgres.rekeying.batch.IdColumnSql;
import io.truename.postgres.rekeying.batch.MapColumns;

/**
 * Writer of the outbox: writes a pair of names for each id that a batch has moved, in the batch's transaction. So a pair exists if and
 * only if its move was committed. Without stores in the mapping it runs no statement.
 */
public final class RenameWriter {
    private final CorpusSchema schema;
    private final int run;

    public RenameWriter(CorpusSchema schema, int run) {
        this.schema = schema;
        this.run = run;
    }

    /**
     * Writes the pairs of documents.
     *
     * @param docs numbers of the documents that moved, and of those that were merged into them
     */
    public void write(Session session, Long[] docs, MapColumns way) {
        for (External external : schema.external()) {
            session.update(
                    sql(external, way),
                    run,
                    docs,
                    external.store(),
                    external.before(),
                    external.after(),
                    table(external.space()).toString());
        }
    }

    private String sql(External external, MapColumns way) {
        IdColumn id = idColumn(external.space());
        String pair =
                "$4::text || (" + IdColumnSql.written(id, "m." + way.from()) + ")::text || $5::text, $4::text || ("
                        + IdColumnSql.written(id, "m." + way.to()) + ")::text || $5::text";
        boolean documents = external.space() == 0;
        String merged = documents ? "m.into_doc IS NOT NULL" : "m.merged";
        // A duplicate arrives at the name of the row that is left, and is copied from it before that one is renamed
        // back.
        String order = merged + (way == MapColumns.BACK ? " DESC" : "") + ", m.doc";
        return "/* truename:record */ INSERT INTO truename.rename (store, run, direction, from_name, to_name, merged, kind,"
                + " source) SELECT $3::text, $1, '" + way.name() + "', " + pair + ", " + merged + ", '"
                + (documents ? "document" : "chunk") + "', $6::text FROM truename."
                + (documents ? "document_map" : "chunk_map") + " AS m WHERE m.run = $1 AND m.doc = ANY ($2)"
                + (documents ? "" : " AND m.source = " + external.space()) + " AND m.old_id <> m.new_id ORDER BY "
                + order;
    }

    private IdColumn idColumn(int space) {
        Column id = space == 0
                ? schema.documents().id()
                : schema.chunks().get(space - 1).id();
        return schema.table(table(space)).idColumns().stream()
                .filter(column -> column.column().name().equals(id.name()))
                .findFirst()
                .orElseThrow();
    }

    private TableName table(int space) {
        return space == 0
                ? schema.documents().table()
                : schema.chunks().get(space - 1).table();
    }
}
