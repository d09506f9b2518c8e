// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.lease;

import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import io.truename.rekeying.run.Direction;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Leases of a run's workers. They expire by the database's clock, so a clock jump of an instance neither keeps nor loses a lease.
 */
public final class Leases {
    /** Usual length: longer than the longest batch with its usual time-outs, and short enough to replace a killed instance soon. */
    public static final Duration USUAL = Duration.ofSeconds(30);

    private static final String LENGTH = "interval '" + USUAL.toSeconds() + " seconds'";

    private Leases() {}

    /** Takes the lease for work outside of a request. */
    public static Optional<LeaseToken> take(Session session, int run, int shard, UUID holder) {
        return take(session, run, shard, holder, Optional.empty());
    }

    /**
     * Takes the lease; empty if another instance holds it or is committing under it.
     *
     * @param trace id of the trace in which the holder works
     */
    public static Optional<LeaseToken> take(Session session, int run, int shard, UUID holder, Optional<String> trace) {
        try {
            return session.inTransaction(() -> session.find(
                    "WITH free AS (SELECT run, shard FROM truename.shard WHERE run = $1 AND shard = $2"
                            + " AND (holder IS NULL OR holder = $3 OR expires_at < clock_timestamp()) FOR UPDATE SKIP LOCKED)"
                            + " UPDATE truename.shard AS s SET token = s.token + 1, holder = $3,"
                            + " expires_at = clock_timestamp() + " + LENGTH
                            + " FROM free WHERE s.run = free.run AND s.shard = free.shard RETURNING s.token",
                    row -> new LeaseToken(run, shard, holder, row.number("token"), trace),
                    run,
                    shard,
                    holder));
        } catch (SqlException busy) {
            if (busy.sqlState().equals("55P03") || busy.sqlState().equals("40001")) {
                return Optional.empty();
            }
            throw busy;
        }
    }

    /** Releases the lease, if this token is still valid. */
    public static void release(Session session, LeaseToken lease) {
        session.update(
                "UPDATE truename.shard SET holder = NULL, expires_at = NULL"
                        + " WHERE run = $1 AND shard = $2 AND token = $3 AND holder = $4",
                lease.run(),
                lease.shard(),
                lease.token(),
                lease.holder());
    }

    /**
     * Holds the lease for the rest of the transaction: an instance that wants to take it, or a command that pauses the run, waits for
     * the commit.
     *
     * @throws LostLeaseException if the lease is lost, or the run does not move in this direction; it does not move forward while a
     *     pass is planned
     */
    public static void fence(Session session, LeaseToken lease, Direction direction) {
        fence(session, lease, direction, USUAL);
    }

    /** Holds the lease like {@link #fence(Session, LeaseToken, Direction)}, and extends it to this length from now. */
    public static void fence(Session session, LeaseToken lease, Direction direction, Duration length) {
        String wanted = direction == Direction.FORWARD ? "RUNNING" : "ROLLING_BACK";
        boolean goesOn = session.find(
                        "/* truename:fence */ SELECT state, plan_done FROM truename.run WHERE number = $1 FOR SHARE",
                        row -> row.text("state").equals(wanted)
                                && (direction == Direction.BACK || row.flag("plan_done")),
                        lease.run())
                .orElse(false);
        if (!goesOn) {
            throw new LostLeaseException("The run is not " + wanted + ", or is being planned.");
        }
        long held = session.update(
                "/* truename:fence */ UPDATE truename.shard SET expires_at = clock_timestamp() + make_interval(secs => $5)"
                        + " WHERE run = $1 AND shard = $2 AND token = $3 AND holder = $4 AND expires_at > clock_timestamp()",
                lease.run(),
                lease.shard(),
                lease.token(),
                lease.holder(),
                (double) length.toSeconds());
        if (held == 0) {
            throw new LostLeaseException("The lease expired or was taken over.");
        }
    }

    /**
     * Extends the lease to this length from now, before and after a statement that may take longer than usual.
     *
     * @throws LostLeaseException if another instance has taken it
     */
    public static void keep(Session session, LeaseToken lease, Duration length) {
        long kept = session.update(
                "UPDATE truename.shard SET expires_at = clock_timestamp() + make_interval(secs => $5)"
                        + " WHERE run = $1 AND shard = $2 AND token = $3 AND holder = $4",
                lease.run(),
                lease.shard(),
                lease.token(),
                lease.holder(),
                (double) length.toSeconds());
        if (kept == 0) {
            throw new LostLeaseException("The lease was taken over.");
        }
    }

    /** Checks the lease a last time before the commit. */
    public static void stillHeld(Session session, LeaseToken lease) {
        boolean held = session.find(
                        "/* truename:record */ SELECT expires_at > clock_timestamp() AS held FROM truename.shard"
                                + " WHERE run = $1 AND shard = $2 AND token = $3 AND holder = $4",
                        row -> row.flag("held"),
                        lease.run(),
                        lease.shard(),
                        lease.token(),
                        lease.holder())
                .orElse(false);
        if (!held) {
            throw new LostLeaseException("The lease expired while the batch ran.");
        }
    }
}
