// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.crash;

import io.truename.postgres.rekeying.batch.DocumentStateSql;
import io.truename.testkit.database.TestDatabase;
import io.truename.workbench.rekey.Direction;
import io.truename.workbench.rekey.MigrationUnderTest;
import io.truename.workbench.rekey.SampleCorpus;
import java.util.List;

/** Invariant checks of a corpus and its run, made with SQL alone. */
final class InvariantChecks {
    private final MigrationUnderTest migration;
    private final TestDatabase database;
    private final Direction direction;

    InvariantChecks(MigrationUnderTest migration, TestDatabase database, Direction direction) {
        this.migration = migration;
        this.database = database;
        this.direction = direction;
    }

    /** Holds at every moment: documents that are recorded as moved have moved, nothing else has, and the sums agree. One snapshot. */
    void recordsEqualRows(List<String> wrong) {
        String found = database.value(DocumentStateSql.of("""
                SELECT concat_ws(', ',
                  (SELECT 'documents not where the map says: ' || nullif(count(*), 0) FROM truename.document_map m
                    WHERE NOT EXISTS (SELECT FROM upload_pipeline.documents d
                      WHERE d.document_id = CASE WHEN m.state IN ({MOVED}, {MERGED}) THEN m.new_id ELSE m.old_id END)),
                  (SELECT 'batches add up to ' || b || ' documents, the map to ' || m || ', the workers to ' || s
                     FROM (SELECT (SELECT coalesce(sum(CASE direction WHEN 'FORWARD' THEN documents ELSE -documents END), 0)
                                     FROM truename.batch) AS b,
                                  (SELECT count(*) FROM truename.document_map WHERE state IN ({MOVED}, {MERGED})) AS m,
                                  (SELECT coalesce(sum(documents), 0) FROM truename.shard) AS s) t
                    WHERE b <> m OR m <> s))
                """));
        if (!found.isEmpty()) {
            wrong.add(found);
        }
        long stray = migration.stray(database);
        if (stray > 0) {
            wrong.add(stray + " references lead nowhere");
        }
    }

    /** Reason why the run holds, or its last error, as it says itself; empty if it says nothing. */
    String told() {
        return database.value("""
                SELECT concat_ws('; ', (SELECT concat_ws('; ', waiting_code, last_error ->> 'sqlstate',
                    CASE WHEN state IN ('PAUSED', 'FAILED') THEN state END)
                    FROM truename.run ORDER BY number DESC LIMIT 1),
                  (SELECT 'quarantined ' || nullif(count(*), 0) FROM truename.quarantine))
                """);
    }

    /** Holds at the end: nothing lost, nothing double, every id as it must be. */
    void corpus(String expected, List<String> wrong) {
        String state = database.value("SELECT state FROM truename.run ORDER BY number DESC LIMIT 1");
        if (!state.equals(direction.endState())) {
            wrong.add("the run is " + state);
        }
        String found = direction == Direction.BACK ? SampleCorpus.bytes(database) : SampleCorpus.content(database);
        if (!found.equals(expected)) {
            wrong.add("rows differ");
        }
        long untrue = SampleCorpus.untrue(database);
        if (direction == Direction.FORWARD && untrue > 0) {
            wrong.add(untrue + " ids are not true");
        }
        String quarantined = database.value("SELECT count(*) FROM truename.quarantine WHERE resolved_at IS NULL");
        if (!quarantined.equals("0")) {
            wrong.add(quarantined + " documents are quarantined");
        }
    }
}
