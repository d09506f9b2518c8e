// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.corpus.health.TableBloat;
import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import io.truename.postgres.corpus.SqlFailures;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.rekeying.lease.LeaseToken;
import io.truename.postgres.rekeying.lease.Leases;
import io.truename.postgres.rekeying.run.RunStore;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.rekeying.hold.VacuumRules;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/**
 * Vacuum of a table between two batches, as slow as autovacuum. It skips locked tables, does not truncate the empty end of the file,
 * which would lock out readers, and ends after {@link VacuumRules#LONGEST}. It is recorded as a hold of the run. Only one worker
 * vacuums, because several together would slow the server down.
 */
final class BetweenBatchesVacuum {
    static final String CODE = "vacuum";

    /** Sets autovacuum's default delay; the limit is the server's. PARALLEL 0 means one process. */
    private static final String SLOWLY = "SET vacuum_cost_delay = '2ms'";

    private static final String VACUUM = "VACUUM (SKIP_LOCKED, TRUNCATE false, PARALLEL 0) ";
    private static final Duration LEASE = VacuumRules.LONGEST.multipliedBy(3);
    private static final String QUERY_CANCELLED = "57014";

    private final Session session;
    private final RunStore runs;
    private final RunView run;
    private final LeaseToken lease;
    private final WorkListener events;
    private final BooleanSupplier timeLeft;

    BetweenBatchesVacuum(
            Session session,
            RunStore runs,
            RunView run,
            LeaseToken lease,
            WorkListener events,
            BooleanSupplier timeLeft) {
        this.session = session;
        this.runs = runs;
        this.run = run;
        this.lease = lease;
        this.events = events;
        this.timeLeft = timeLeft;
    }

    /** Whether this worker vacuums, and may do so now. */
    boolean isDue() {
        return run.settings().vacuum() && lease.shard() == 0 && timeLeft.getAsBoolean();
    }

    /**
     * Vacuums a table. An interrupted or refused vacuum is no error of the run: autovacuum or a later vacuum will do it.
     *
     * @return duration
     * @throws io.truename.postgres.rekeying.lease.LostLeaseException if another instance has taken the lease
     */
    Duration vacuum(TableBloat table) {
        Leases.keep(session, lease, LEASE);
        hold(table);
        long begun = System.nanoTime();
        try {
            session.execute("SET statement_timeout = " + VacuumRules.LONGEST.toMillis());
            session.execute(SLOWLY);
            session.execute(VACUUM + TableSql.quoted(table.partition()));
        } catch (SqlException failed) {
            if (failed.connectionLost()) {
                throw failed;
            }
            if (!failed.sqlState().equals(QUERY_CANCELLED)) {
                events.failed(run.id(), lease.shard(), SqlFailures.of(failed));
            }
        }
        session.execute("RESET vacuum_cost_delay; RESET statement_timeout");
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        session.inTransaction(() -> {
            runs.goesOn(session, run.number(), lease.shard());
            return true;
        });
        return took;
    }

    private void hold(TableBloat table) {
        String sentence = String.format(
                Locale.ROOT,
                "The run vacuums %s, %.0f of whose %.0f MiB are dead rows.",
                table.partition(),
                table.deadBytes() / 1048576.0,
                table.bytes() / 1048576.0);
        session.inTransaction(() -> {
            runs.waiting(session, run.number(), lease.shard(), CODE, sentence);
            return true;
        });
        events.held(run.id(), lease.shard(), CODE);
    }
}
