// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.backfill;

import io.truename.corpus.schema.BackfillSchema;
import io.truename.postgres.Session;
import io.truename.postgres.rekeying.batch.BackfillState;
import io.truename.postgres.rekeying.batch.Quarantines;
import io.truename.postgres.rekeying.lease.LeaseToken;
import io.truename.postgres.rekeying.lease.Leases;
import io.truename.rekeying.run.Direction;
import java.util.List;
import java.util.Optional;

/** Quarantine of a backfill: rows by the names of their tables and their keys. */
public final class BackfillQuarantine {
    private static final String ILLEGAL = "recipe.illegal";

    private final BackfillSchema schema;
    private final int run;

    public BackfillQuarantine(BackfillSchema schema, int run) {
        this.schema = schema;
        this.run = run;
    }

    private String name(int source, String key) {
        return schema.tables().get(source).name() + " " + key;
    }

    /** Records rows whose inputs are not legal, and resolves those of rows whose inputs have become legal. */
    void illegal(Session session, int source, List<KeyedRow> refused, List<KeyedRow> rows) {
        if (!refused.isEmpty()) {
            session.update(
                    "INSERT INTO truename.quarantine AS q (run, old_id, code, reason)"
                            + " SELECT $1, t.name, $2, t.reason FROM unnest($3::text[], $4::text[]) AS t (name, reason)"
                            + " ON CONFLICT (run, old_id) DO UPDATE SET code = excluded.code, reason = excluded.reason,"
                            + " sqlstate = NULL, resolved_at = NULL",
                    run,
                    ILLEGAL,
                    refused.stream().map(row -> name(source, row.key())).toArray(String[]::new),
                    refused.stream().map(KeyedRow::refusal).toArray(String[]::new));
        }
        boolean any = session.one(
                "SELECT EXISTS (SELECT FROM truename.quarantine WHERE run = $1 AND code = $2 AND resolved_at IS NULL) AS any",
                row -> row.flag("any"),
                run,
                ILLEGAL);
        if (any) {
            session.update(
                    "UPDATE truename.quarantine SET resolved_at = clock_timestamp()"
                            + " WHERE run = $1 AND code = $2 AND resolved_at IS NULL AND old_id = ANY ($3)",
                    run,
                    ILLEGAL,
                    rows.stream()
                            .filter(row -> row.trueId().isPresent())
                            .map(row -> name(source, row.key()))
                            .toArray(String[]::new));
        }
    }

    /**
     * Sets a row aside that the corpus refused, in a transaction of its own.
     *
     * @throws io.truename.postgres.rekeying.lease.LostLeaseException if this instance may not work on the run any more
     */
    public void add(
            Session session,
            LeaseToken lease,
            Direction direction,
            BackfillKey row,
            String code,
            String reason,
            Optional<String> sqlState) {
        session.inTransaction(() -> {
            Leases.fence(session, lease, direction);
            session.update(
                    direction == Direction.FORWARD
                            // A row that was written before keeps its record, by which a rollback finds its old value.
                            ? "INSERT INTO truename.backfill AS b (run, source, key, new_id, state)"
                                    + " VALUES ($1, $2, $3, '00000000-0000-0000-0000-000000000000', $4)"
                                    + " ON CONFLICT (run, source, key) DO UPDATE SET state = excluded.state WHERE b.state <> "
                                    + BackfillState.WRITTEN.code()
                            : "UPDATE truename.backfill SET state = $4 WHERE run = $1 AND source = $2 AND key = $3",
                    run,
                    (short) row.source(),
                    row.key(),
                    direction == Direction.FORWARD
                            ? BackfillState.QUARANTINED.code()
                            : BackfillState.NOT_TAKEN_BACK.code());
            session.update(
                    "INSERT INTO truename.quarantine AS q (run, old_id, code, reason, sqlstate) VALUES ($1, $2, $3, $4, $5)"
                            + " ON CONFLICT (run, old_id) DO UPDATE SET code = excluded.code, reason = excluded.reason,"
                            + " sqlstate = excluded.sqlstate, attempts = q.attempts + 1, at = clock_timestamp(),"
                            + " resolved_at = NULL",
                    run,
                    name(row.source(), row.key()),
                    code,
                    reason,
                    sqlState.<Object>map(state -> state).orElse(new Session.Null(String.class)));
            return true;
        });
    }

    /** Rows tried in a direction so far, and those of them that are set aside. */
    public Quarantines.Share share(Session session, Direction direction) {
        return session.one(
                "SELECT (SELECT coalesce(sum(documents + chunks), 0)::bigint FROM truename.batch WHERE run = $1"
                        + " AND direction = $2) AS moved,"
                        + " (SELECT count(*) FROM truename.backfill WHERE run = $1 AND state = "
                        + (direction == Direction.FORWARD ? BackfillState.QUARANTINED : BackfillState.NOT_TAKEN_BACK)
                                .code()
                        + ") AS quarantined",
                row -> new Quarantines.Share(
                        row.number("moved") + row.number("quarantined"), row.number("quarantined")),
                run,
                direction.name());
    }
}
