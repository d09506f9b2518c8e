// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.rekey;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The transaction that moves some documents, forward or back. */
final class PlainJdbcBatch {
    private final int run;
    private final long token;
    private final boolean forward;
    private final String source;
    private final String target;
    private final boolean recordsApart;

    private PlainJdbcBatch(int run, long token, boolean forward, boolean recordsApart) {
        this.recordsApart = recordsApart;
        this.run = run;
        this.token = token;
        this.forward = forward;
        this.source = forward ? "old_id" : "new_id";
        this.target = forward ? "new_id" : "old_id";
    }

    static PlainJdbcBatch forward(int run, long token, boolean recordsApart) {
        return new PlainJdbcBatch(run, token, true, recordsApart);
    }

    static PlainJdbcBatch back(int run, long token, boolean recordsApart) {
        return new PlainJdbcBatch(run, token, false, recordsApart);
    }

    /** Moves a batch and returns the number of documents; 0 if none is left; -1 if another worker has the lease. */
    int move(Connection connection, int most) throws SQLException {
        long begun = System.nanoTime();
        Jdbc.execute(
                connection,
                "SET LOCAL lock_timeout = '500ms'; SET LOCAL statement_timeout = '60s';"
                        + " SET LOCAL idle_in_transaction_session_timeout = '20s'");
        if (Jdbc.longs(
                        connection,
                        "/* truename:fence */ UPDATE truename.shard SET expires_at = clock_timestamp() + interval '60s'"
                                + " WHERE run = ? AND token = ? AND EXISTS (SELECT FROM truename.run WHERE number = ?"
                                + " AND state = ?) RETURNING 1",
                        run,
                        token,
                        run,
                        forward ? "RUNNING" : "ROLLING_BACK")
                .isEmpty()) {
            connection.rollback();
            return -1;
        }
        List<Long> picked = pick(connection, most);
        if (picked.isEmpty()) {
            connection.rollback();
            return 0;
        }
        long[] docs = picked.stream().mapToLong(Long::longValue).toArray();
        int locked = Jdbc.longs(
                        connection,
                        "/* truename:lock */ SELECT 1 FROM upload_pipeline.documents WHERE document_id IN (SELECT "
                                + source
                                + " FROM truename.document_map WHERE run = ? AND doc = ANY (?))"
                                + " ORDER BY document_id FOR UPDATE",
                        run,
                        docs)
                .size();
        int chunks = collect(connection, docs);
        String counts = Jdbc.text(connection, statement(), run, docs, run, docs);
        validate(connection, docs, locked, chunks, counts);
        if (recordsApart) {
            connection.commit();
        }
        record(connection, docs, chunks, counts, (System.nanoTime() - begun) / 1e9);
        connection.commit();
        return docs.length;
    }

    private List<Long> pick(Connection connection, int most) throws SQLException {
        return Jdbc.longs(
                connection,
                "SELECT doc FROM truename.document_map WHERE run = ? AND state = ? ORDER BY run, rank, doc"
                        + (forward ? "" : " DESC") + " LIMIT ?",
                run,
                forward ? 0 : 1,
                most);
    }

    private int collect(Connection connection, long[] docs) throws SQLException {
        int chunks = Jdbc.longs(
                        connection,
                        "/* truename:collect */ SELECT 1 FROM upload_pipeline.document_chunks WHERE document_id IN (SELECT "
                                + source + " FROM truename.document_map WHERE run = ? AND doc = ANY (?))"
                                + " ORDER BY chunk_id FOR UPDATE",
                        run,
                        docs)
                .size();
        if (forward) {
            Jdbc.update(
                    connection,
                    "/* truename:collect */ INSERT INTO truename.chunk_map SELECT m.run, m.doc, 1, c.chunk_id, "
                            + SampleCorpus.chunkId("m.new_id")
                            + " FROM truename.document_map m JOIN upload_pipeline.document_chunks c"
                            + " ON c.document_id = m.old_id WHERE m.run = ? AND m.doc = ANY (?) AND NOT EXISTS"
                            + " (SELECT FROM truename.chunk_map k WHERE k.run = m.run AND k.doc = m.doc"
                            + " AND k.old_id = c.chunk_id)",
                    run,
                    docs);
        }
        return chunks;
    }

    private String statement() {
        return "/* truename:move */ WITH dm AS MATERIALIZED (SELECT " + source + " AS source, " + target
                + " AS target FROM truename.document_map WHERE run = ? AND doc = ANY (?)), cm AS MATERIALIZED (SELECT "
                + source + " AS source, " + target
                + " AS target FROM truename.chunk_map WHERE run = ? AND doc = ANY (?)),"
                + " k AS MATERIALIZED (SELECT c.chunk_id AS source, coalesce(cm.target, c.chunk_id) AS target,"
                + " dm.target AS document FROM dm JOIN upload_pipeline.document_chunks c ON c.document_id = dm.source"
                + " LEFT JOIN cm ON cm.source = c.chunk_id),"
                + " d AS (UPDATE upload_pipeline.documents x SET document_id = dm.target FROM dm"
                + " WHERE x.document_id = dm.source RETURNING 1),"
                + " c AS (UPDATE upload_pipeline.document_chunks x SET chunk_id = k.target, document_id = k.document FROM k"
                + " WHERE x.chunk_id = k.source RETURNING 1),"
                + " v AS (UPDATE upload_pipeline.document_vector_buffer x SET chunk_id = k.target FROM k"
                + " WHERE x.chunk_id = k.source RETURNING 1),"
                + " j AS (UPDATE upload_pipeline.upload_jobs x SET document_id = dm.target FROM dm"
                + " WHERE x.document_id = dm.source RETURNING 1),"
                + " e AS (UPDATE upload_pipeline.events x SET document_id = dm.target FROM dm"
                + " WHERE x.document_id = dm.source RETURNING 1)"
                + " SELECT (SELECT count(*) FROM d) || ' ' || (SELECT count(*) FROM c) || ' ' || (SELECT count(*) FROM v)"
                + " || ' ' || (SELECT count(*) FROM j) || ' ' || (SELECT count(*) FROM e)";
    }

    private void validate(Connection connection, long[] docs, int locked, int chunks, String counts)
            throws SQLException {
        String untrue = Jdbc.text(
                connection,
                "/* truename:validate */ SELECT (SELECT count(*) FROM truename.document_map m"
                        + " JOIN upload_pipeline.documents d ON d.document_id = m." + target
                        + (forward
                                ? " WHERE d.document_id <> " + SampleCorpus.DOCUMENT_ID + " AND"
                                : " WHERE false AND")
                        + " m.run = ? AND m.doc = ANY (?))"
                        + " + (SELECT count(*) FROM truename.document_map m JOIN upload_pipeline.document_chunks c"
                        + " ON c.document_id = m." + target
                        + (forward
                                ? " WHERE c.chunk_id <> " + SampleCorpus.chunkId("m.new_id") + " AND"
                                : " WHERE false AND")
                        + " m.run = ? AND m.doc = ANY (?))",
                run,
                docs,
                run,
                docs);
        if (locked != docs.length || !counts.startsWith(locked + " " + chunks + " ") || !untrue.equals("0")) {
            throw new SQLException(
                    "Validation: " + docs.length + " planned, " + counts + " moved, " + untrue + " untrue", "P0001");
        }
    }

    private void record(Connection connection, long[] docs, int chunks, String counts, double seconds)
            throws SQLException {
        Jdbc.update(
                connection,
                "/* truename:record */ UPDATE truename.document_map SET state = ? WHERE run = ? AND doc = ANY (?)",
                forward ? 1 : 7,
                run,
                docs);
        long rows = 0;
        for (String count : counts.split(" ", -1)) {
            rows += Long.parseLong(count);
        }
        Jdbc.update(
                connection,
                "INSERT INTO truename.batch (run, shard, direction, docs, documents, chunks, rows_moved, tables, seconds)"
                        + " VALUES (?, 0, ?, ?, ?, ?, ?, '{}', ?)",
                run,
                (forward ? Direction.FORWARD : Direction.BACK).name(),
                docs,
                docs.length,
                chunks,
                rows,
                seconds);
        Jdbc.update(
                connection,
                "UPDATE truename.shard SET documents = documents + ?, chunks = chunks + ?, rows_moved = rows_moved + ?"
                        + " WHERE run = ?",
                forward ? docs.length : -docs.length,
                forward ? chunks : -chunks,
                rows,
                run);
    }
}
