// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.advice;

import static io.truename.probing.advice.Figures.count;
import static io.truename.probing.advice.Figures.percent;
import static io.truename.probing.advice.Figures.seconds;

import io.truename.probing.finding.Severity;
import java.util.ArrayList;
import java.util.List;

/** Rules on connections, locks and transactions. */
final class SessionRules {
    private static final double NEARLY_FULL = 0.80;
    private static final double FULL = 0.95;
    private static final double LARGE_POOL = 0.40;
    private static final double MOSTLY_IDLE = 0.75;
    private static final int MUCH_LONGER = 6;
    private static final int MUCH_OLDER = 12;

    private SessionRules() {}

    static List<Advice> advise(Sessions sessions, AdviceLimits limits) {
        List<Advice> advice = new ArrayList<>();
        connections(sessions, advice);
        pools(sessions, advice);
        locks(sessions, limits, advice);
        transactions(sessions, limits, advice);
        return advice;
    }

    private static void connections(Sessions sessions, List<Advice> advice) {
        double used = (double) sessions.used() / Math.max(1, sessions.most());
        if (used >= NEARLY_FULL) {
            long more = sessions.most() * 2;
            advice.add(new Advice(
                    AdviceRule.CONNECTIONS_FULL,
                    used >= FULL ? Severity.CRITICAL : Severity.HIGH,
                    "max_connections",
                    count(sessions.used()) + " of " + count(sessions.most()) + " connections are in use, "
                            + percent(used) + ".",
                    "ALTER SYSTEM SET max_connections = " + more
                            + "; -- Cloud SQL: gcloud sql instances patch INSTANCE"
                            + " --database-flags=max_connections="
                            + more,
                    "Further sessions are let in. Smaller pools, or a pooler, have the same effect without a"
                            + " restart."));
        }
    }

    private static void pools(Sessions sessions, List<Advice> advice) {
        for (Sessions.Pool pool : sessions.pools()) {
            double held = (double) pool.sessions() / Math.max(1, sessions.most());
            double idle = (double) pool.idle() / Math.max(1, pool.sessions());
            if (held >= LARGE_POOL && idle >= MOSTLY_IDLE) {
                long enough = Math.max(2, 2 * (pool.sessions() - pool.idle()));
                advice.add(new Advice(
                        AdviceRule.POOL_IDLE,
                        Severity.LOW,
                        pool.application().isEmpty() ? pool.role() : pool.role() + " " + pool.application(),
                        count(pool.sessions()) + " sessions, " + percent(held) + " of the limit; " + count(pool.idle())
                                + " of them are idle.",
                        "-- In the application: at most " + enough + " connections, or an idle time-out of a minute.",
                        "Other sessions are let in, and the server keeps less memory for idle ones."));
            }
        }
        if (sessions.ownWaiting() > 0) {
            advice.add(new Advice(
                    AdviceRule.POOL_WAITS,
                    Severity.MEDIUM,
                    "truename-probe",
                    count(sessions.ownWaiting()) + " callers wait for one of " + sessions.ownMost()
                            + " connections of this instance.",
                    "-- Cloud Run: gcloud run services update probe --concurrency="
                            + Math.max(1, sessions.ownMost() / 2),
                    "Cloud Run starts a further instance instead of letting callers wait."));
        }
    }

    private static void locks(Sessions sessions, AdviceLimits limits, List<Advice> advice) {
        double limit = limits.lockWait().toMillis() / 1e3;
        for (Sessions.LockWait wait : sessions.waits()) {
            if (wait.seconds() >= limit) {
                advice.add(new Advice(
                        AdviceRule.LOCK_WAIT,
                        wait.seconds() >= MUCH_LONGER * limit ? Severity.CRITICAL : Severity.HIGH,
                        "session " + wait.pid(),
                        "It has waited " + seconds(wait.seconds()) + " for " + wait.mode() + " on " + wait.on()
                                + ", behind session " + wait.blocker() + ".",
                        "SELECT pg_cancel_backend(" + wait.blocker() + "); -- pg_terminate_backend if it is idle",
                        "The lock is free, and the waiting session goes on."));
            }
        }
    }

    private static void transactions(Sessions sessions, AdviceLimits limits, List<Advice> advice) {
        double limit = limits.transaction().toMillis() / 1e3;
        for (Sessions.OpenTransaction open : sessions.transactions()) {
            if (open.seconds() >= limit) {
                advice.add(new Advice(
                        AdviceRule.TRANSACTION_LONG,
                        open.seconds() >= MUCH_OLDER * limit ? Severity.HIGH : Severity.MEDIUM,
                        "session " + open.pid(),
                        "Its transaction has been open for " + seconds(open.seconds()) + "; the session is "
                                + open.state() + (open.application().isEmpty() ? "" : ", of " + open.application())
                                + ".",
                        "SELECT pg_terminate_backend(" + open.pid() + ");",
                        "Vacuum removes the rows that died since, and locks of the transaction are free."));
            }
        }
    }
}
