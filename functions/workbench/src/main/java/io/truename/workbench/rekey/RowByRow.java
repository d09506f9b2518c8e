// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.rekey;

import io.truename.testkit.database.TestDatabase;

/**
 * Row-by-row contender: a loop within the server moves one document after the other, without a network and in one
 * transaction.
 */
public final class RowByRow implements Contender {
    @Override
    public String name() {
        return "(b) row by row in the server";
    }

    @Override
    public Timing run(TestDatabase database) {
        long begun = System.nanoTime();
        database.execute("DO $$ DECLARE old uuid; moved bigint; BEGIN"
                + " FOR old IN SELECT document_id FROM upload_pipeline.documents LOOP "
                + OneStatement.statement("d.document_id = old") + " INTO moved; END LOOP; END $$");
        double seconds = (System.nanoTime() - begun) / 1e9;
        return Timing.ofOneTransaction(seconds);
    }
}
