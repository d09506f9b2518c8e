// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.stage;

import io.truename.postgres.Database;
import io.truename.probing.stage.StageEventFields;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Deletes rows of events that are too old, in slices. One instance at a time does it. */
final class StageRetention {
    /** Keys stay for longer than an event may be old, so that no event is counted twice. */
    private static final Duration KEYS = StageEventFields.OLDEST.plusDays(1);

    /** Sums by document and hour stay for longer than the longest window of a report. */
    private static final Duration SUMS = StageReports.LONGEST_WINDOW.plusDays(1);

    /** Attempts stay for longer than the longest window of a report of savings; a day has some hundred rows, and 1,536 at most. */
    private static final Duration ATTEMPTS = Duration.ofDays(402);

    /** Rows of a slice: more than arrive between two slices at 1,000 events a second. */
    private static final int MOST_ROWS = 20_000;

    /** Key of the advisory lock: the ASCII bytes of "tn_stage". */
    private static final long LOCK = 0x746e_5f73_7461_6765L;

    private record Table(String name, String time, Duration kept) {
        String delete() {
            return "DELETE FROM truename." + name + " WHERE ctid = ANY(ARRAY(SELECT ctid FROM truename." + name
                    + " WHERE " + time + " < " + StageSql.time("$1") + " ORDER BY " + time + " LIMIT " + MOST_ROWS
                    + "))";
        }
    }

    private static final List<Table> TABLES = List.of(
            new Table("stage_event", "received_at", KEYS),
            new Table("stage_alias", "seen_at", SUMS),
            new Table("stage_document", "first_at", SUMS),
            new Table("retrieval_hour", "hour", SUMS),
            new Table("stage_attempt_hour", "hour", ATTEMPTS));

    private final StageEventStore store;

    StageRetention(StageEventStore store) {
        this.store = store;
    }

    /** Deletes a slice of each table and returns the number of rows; 0 if another instance is doing it. */
    long clean(Database database, Instant now) {
        return database.inTransaction(session -> {
            session.execute("SET LOCAL statement_timeout = '5s'");
            boolean mine = session.one("SELECT pg_try_advisory_xact_lock($1) AS mine", row -> row.flag("mine"), LOCK);
            if (!mine) {
                return 0L;
            }
            store.mergeStrays(session);
            long rows = 0;
            for (Table table : TABLES) {
                rows += session.update(table.delete(), StageSql.micros(now.minus(table.kept())));
            }
            return rows;
        });
    }
}
