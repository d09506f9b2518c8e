// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.rekey;

import io.truename.testkit.database.TestDatabase;

/**
 * Big-bang contender: one statement with one UPDATE for each table. Does the least work, and locks every row until its end.
 */
public final class OneStatement implements Contender {
    @Override
    public String name() {
        return "(a) one big-bang statement";
    }

    @Override
    public Timing run(TestDatabase database) {
        long begun = System.nanoTime();
        database.execute(statement("true"));
        double seconds = (System.nanoTime() - begun) / 1e9;
        return Timing.ofOneTransaction(seconds);
    }

    /** The statement for those documents {@code d} that fulfil a condition. */
    static String statement(String condition) {
        return "WITH dm AS MATERIALIZED (SELECT d.document_id AS source, " + SampleCorpus.DOCUMENT_ID
                + " AS target FROM upload_pipeline.documents d WHERE " + condition + "),"
                + " k AS MATERIALIZED (SELECT c.chunk_id AS source, " + SampleCorpus.chunkId("dm.target")
                + " AS target, dm.target AS document FROM dm"
                + " JOIN upload_pipeline.document_chunks c ON c.document_id = dm.source),"
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
                + " SELECT (SELECT count(*) FROM d) + (SELECT count(*) FROM c) + (SELECT count(*) FROM v)"
                + " + (SELECT count(*) FROM j) + (SELECT count(*) FROM e) AS moved";
    }
}
