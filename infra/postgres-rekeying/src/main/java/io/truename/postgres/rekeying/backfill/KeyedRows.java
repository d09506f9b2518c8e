// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.backfill;

import io.truename.postgres.Session;
import io.truename.postgres.rekeying.backfill.RowNames.Named;
import io.truename.postgres.rekeying.plan.ChunkRow;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reader of rows with their true ids. The name of a chunk follows from the inputs of its document, which is looked up by its key, and not
 * from a stored true id: that may be absent, or not be true yet.
 */
record KeyedRows(RowNames names) {
    /** Reads rows, in the order of their keys; rows that are gone are left out. */
    List<KeyedRow> read(Session session, int source, BackfillSql sql, String[] keys, boolean lock) {
        String statement = lock ? sql.lockedRows : sql.rows;
        if (source == 0) {
            return session.list(
                    statement,
                    row -> row(row.text("id"), row.find("stored", String.class), names.document(row)),
                    (Object) keys);
        }
        record Chunk(ChunkRow row, Optional<String> stored) {}
        List<Chunk> chunks = session.list(
                statement, row -> new Chunk(ChunkRow.read(row), row.find("stored", String.class)), (Object) keys);
        Map<String, Named> documents = documents(
                session,
                sql,
                chunks.stream()
                        .flatMap(chunk -> chunk.row().document().stream())
                        .distinct()
                        .toList());
        return chunks.stream()
                .map(chunk -> row(chunk.row().id(), chunk.stored(), named(source, chunk.row(), documents)))
                .toList();
    }

    /** Columns of the rows that have one of the keys, by key. */
    static Map<String, Optional<String>> present(Session session, BackfillSql sql, Collection<String> keys) {
        Map<String, Optional<String>> present = new HashMap<>();
        if (!keys.isEmpty()) {
            session.list(sql.present, row -> Map.entry(row.text("key"), row.find("stored", String.class)), (Object)
                            keys.toArray(String[]::new))
                    .forEach(row -> present.put(row.getKey(), row.getValue()));
        }
        return present;
    }

    private static KeyedRow row(String key, Optional<String> stored, Named named) {
        return new KeyedRow(key, stored, named.trueId(), named.refusal());
    }

    private Map<String, Named> documents(Session session, BackfillSql sql, List<String> keys) {
        record Placed(long place, Named document) {}
        Map<String, Named> documents = new HashMap<>();
        session.list(sql.documents, row -> new Placed(row.number("place"), names.document(row)), (Object)
                        keys.toArray(String[]::new))
                .forEach(placed -> documents.put(keys.get((int) placed.place() - 1), placed.document()));
        return documents;
    }

    private Named named(int source, ChunkRow chunk, Map<String, Named> documents) {
        Optional<Named> document = chunk.document().flatMap(key -> Optional.ofNullable(documents.get(key)));
        if (document.isEmpty()) {
            return Named.refused("chunks[" + (source - 1) + "].document: no document has this key");
        }
        return document.get()
                .trueId()
                .map(trueId -> names.chunk(source, chunk, trueId))
                // It is set aside with its document, which counts once.
                .orElse(Named.UNNAMED);
    }
}
