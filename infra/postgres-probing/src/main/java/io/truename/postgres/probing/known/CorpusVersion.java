// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.known;

import io.truename.postgres.Session;

/**
 * Version of the ids in a corpus: it differs after each batch of a migration or of a roll back, also where several workers commit out of
 * order. Each batch adds to its worker's totals, which never fall and whose row it locks until it commits, so no two states of all
 * totals are equal. The numbers of batches would not do: batch 11 may be committed before batch 10. The epoch adds what is announced.
 *
 * @param text equal for equal versions; without spaces
 * @param micros the database's clock while it was read, in microseconds since 1970
 */
public record CorpusVersion(String text, long micros) {
    private static final String VERSION =
            "SELECT (SELECT coalesce(md5(string_agg(concat_ws(' ', run, shard, rows_moved, busy_seconds), ',' ORDER BY run, shard)), '-')"
                    + " FROM truename.shard) || '.' || (SELECT number FROM truename.known_epoch) AS version,"
                    + " (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS micros";

    /** Reads the version that is committed now. */
    public static CorpusVersion read(Session session) {
        return session.one(VERSION, row -> new CorpusVersion(row.text("version"), row.number("micros")));
    }

    /** Begins the next epoch, which no earlier version equals. */
    public static void beginNextEpoch(Session session) {
        session.update("UPDATE truename.known_epoch SET number = number + 1, changed_at = clock_timestamp()");
    }
}
