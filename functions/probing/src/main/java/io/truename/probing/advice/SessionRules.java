// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.advice;

import static io.truename.probing.advice.Figures.count;
import static io.truename.probing.advice.Figures.literal;
import static io.truename.probing.advice.Figures.percent;
import static io.truename.probing.advice.Figures.quoted;
import static io.truename.probing.advice.Figures.seconds;

import io.truename.probing.finding.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

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
        limits(sessions, advice);
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

    private static void limits(Sessions sessions, List<Advice> advice) {
        for (Sessions.Limit limit : sessions.limits()) {
            double used = (double) limit.used() / Math.max(1, limit.most());
            if (used >= NEARLY_FULL) {
                advice.add(new Advice(
                        AdviceRule.CONNECTIONS_LIMITED,
                        used >= FULL ? Severity.CRITICAL : Severity.HIGH,
                        limit.kind().toLowerCase(Locale.ROOT) + " " + limit.name(),
                        count(limit.used()) + " of its own limit of " + count(limit.most())
                                + " connections are in use.",
                        "ALTER " + limit.kind() + " " + quoted(limit.name()) + " CONNECTION LIMIT "
                                + Math.max(1, limit.most() * 2) + ";",
                        "Further sessions are let in, as far as max_connections lets them."));
            }
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
        Map<Long, Sessions.LockWait> waiting = new HashMap<>();
        sessions.waits().forEach(wait -> waiting.putIfAbsent(wait.pid(), wait));
        Map<String, List<List<Sessions.LockWait>>> byRoot = new LinkedHashMap<>();
        for (Sessions.LockWait wait : sessions.waits()) {
            List<Sessions.LockWait> chain = chain(wait, waiting);
            byRoot.computeIfAbsent(blocker(last(chain)), root -> new ArrayList<>())
                    .add(chain);
        }
        byRoot.forEach((root, chains) -> {
            List<Sessions.LockWait> longest = chains.stream()
                    .max(Comparator.comparingDouble(chain -> chain.get(0).seconds()))
                    .orElseThrow();
            double waited = longest.get(0).seconds();
            if (waited >= limit) {
                advice.add(new Advice(
                        AdviceRule.LOCK_WAIT,
                        waited >= MUCH_LONGER * limit ? Severity.CRITICAL : Severity.HIGH,
                        root,
                        (chains.size() == 1 ? "A session waits" : chains.size() + " sessions wait") + " for it, up to "
                                + seconds(waited) + ": " + shown(longest) + ".",
                        release(last(longest)),
                        "The lock is free, and the waiting sessions go on."));
            }
        });
    }

    /** From a waiting session to the one that waits for nobody. In a deadlock, which the server ends, to the last one that is new. */
    private static List<Sessions.LockWait> chain(Sessions.LockWait wait, Map<Long, Sessions.LockWait> waiting) {
        List<Sessions.LockWait> chain = new ArrayList<>(List.of(wait));
        Sessions.LockWait next = waiting.get(wait.blocker());
        while (next != null && !chain.contains(next)) {
            chain.add(next);
            next = waiting.get(next.blocker());
        }
        return chain;
    }

    private static Sessions.LockWait last(List<Sessions.LockWait> chain) {
        return chain.get(chain.size() - 1);
    }

    private static String blocker(Sessions.LockWait wait) {
        return wait.prepared().map(gid -> "prepared transaction " + gid).orElse("session " + wait.blocker());
    }

    private static String shown(List<Sessions.LockWait> chain) {
        Sessions.LockWait first = chain.get(0);
        String state = last(chain).blockerState();
        return "session " + first.pid() + " for " + first.mode() + " on " + first.on()
                + chain.stream().map(wait -> ", behind " + blocker(wait)).collect(Collectors.joining())
                + (state.isEmpty() ? "" : ", which is " + state);
    }

    private static String release(Sessions.LockWait wait) {
        if (wait.prepared().isPresent()) {
            return "ROLLBACK PREPARED " + literal(wait.prepared().get()) + ";";
        }
        return switch (wait.blockerState()) {
            case "active" -> "SELECT pg_cancel_backend(" + wait.blocker() + ");";
            case "" -> "SELECT pg_cancel_backend(" + wait.blocker() + "); -- pg_terminate_backend if it is idle";
            default -> "SELECT pg_terminate_backend(" + wait.blocker() + ");";
        };
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
