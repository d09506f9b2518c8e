// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.postgres.Session;
import io.truename.postgres.rekeying.move.BatchMover;
import java.util.List;

/**
 * Record of a sample batch in its run: figures, and a warning for each column that a rollback cannot restore. Takes part in a transaction
 * of the caller.
 */
final class SampleRecord {
    private static final String CODE = "column.inexact";

    private SampleRecord() {}

    static void keep(Session session, int run, BatchMover.Sample sample) {
        List<String> columns = sample.inexactColumns();
        PlannedSchema.keepInexact(session, run, columns);
        session.update(
                "UPDATE truename.run SET preflight = preflight || jsonb_build_object('sample', jsonb_build_object("
                        + "'documents', $2::integer, 'chunks', $3::bigint, 'rows', $4::bigint, 'seconds', $5::float8,"
                        + " 'walBytes', $6::bigint)) WHERE number = $1",
                run,
                sample.moved().documents(),
                sample.moved().chunks(),
                sample.moved().rows(),
                sample.seconds(),
                sample.walBytes());
        session.update(
                "UPDATE truename.run SET findings = (SELECT COALESCE(jsonb_agg(f), '[]') FROM jsonb_array_elements(findings) AS f"
                        + " WHERE f ->> 'code' <> $3) || (SELECT COALESCE(jsonb_agg(jsonb_build_object('severity', 'WARNING',"
                        + " 'code', $3, 'subject', name, 'reason', $4::text, 'remedy', $5::text)), '[]') FROM unnest($2::text[]) AS name)"
                        + " WHERE number = $1",
                run,
                columns.toArray(String[]::new),
                CODE,
                "A trigger of the table changes this column whenever a row is updated, so the move changes it and a rollback"
                        + " does not restore it: it is not exact.",
                "Nothing, if the column may change; else disable the trigger for the run's role.");
    }
}
