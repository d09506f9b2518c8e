// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.advice;

import static io.truename.probing.advice.Figures.count;
import static io.truename.probing.advice.Figures.literal;
import static io.truename.probing.advice.Figures.quoted;
import static io.truename.probing.advice.Figures.seconds;
import static io.truename.probing.advice.Figures.sql;

import io.truename.probing.advice.ServerFacts.Holder;
import io.truename.probing.finding.Severity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rules on freezing, and on the obstacles of vacuum. */
final class VacuumRules {
    private static final double OLD = 1.5;
    private static final long VERY_OLD = 1_000_000_000;
    private static final int MUCH_OLDER = 12;

    private VacuumRules() {}

    static List<Advice> advise(ServerFacts server, AdviceLimits limits) {
        List<Advice> advice = new ArrayList<>();
        if (!server.autovacuum()) {
            advice.add(new Advice(
                    AdviceRule.SERVER_NO_AUTOVACUUM,
                    Severity.HIGH,
                    "autovacuum",
                    "Autovacuum is off for all tables, by autovacuum or by track_counts.",
                    "ALTER SYSTEM SET autovacuum = on; ALTER SYSTEM SET track_counts = on; SELECT pg_reload_conf(); --"
                            + " Cloud SQL: gcloud sql instances patch INSTANCE --database-flags=autovacuum=on",
                    "Dead rows are removed, statistics are kept, and ids are frozen in time."));
        }
        server.holders().forEach(holder -> held(holder, limits, advice));
        wraparound(server, limits, advice);
        return advice;
    }

    /** Whether it has been open for longer than a transaction should be. */
    static boolean isOld(Holder holder, AdviceLimits limits) {
        return isOlder(holder, limits, 1);
    }

    private static boolean isOlder(Holder holder, AdviceLimits limits, int times) {
        boolean lasting = holder.seconds().isPresent()
                && holder.seconds().getAsDouble() * 1e3
                        >= (double) times * limits.transaction().toMillis();
        return lasting || holder.age() / times >= limits.heldTransactions();
    }

    /** Sessions have a rule of their own. */
    private static void held(Holder holder, AdviceLimits limits, List<Advice> advice) {
        if (holder.kind() == Holder.Kind.SESSION || !isOld(holder, limits)) {
            return;
        }
        boolean far = isOlder(holder, limits, MUCH_OLDER);
        advice.add(new Advice(
                AdviceRule.HORIZON_HELD,
                far ? Severity.HIGH : Severity.MEDIUM,
                holder.shown(),
                (holder.seconds().isPresent()
                                ? "It was prepared " + seconds(holder.seconds().getAsDouble()) + " ago, "
                                : "Its snapshot is ")
                        + count(holder.age()) + " transactions old.",
                switch (holder.kind()) {
                    case PREPARED ->
                        "ROLLBACK PREPARED " + literal(holder.name()) + ";"
                                + (holder.here() ? "" : " -- in database " + holder.database());
                    case SLOT -> "SELECT pg_drop_replication_slot(" + literal(holder.name()) + ");";
                    case REPLICA, SESSION ->
                        "SELECT pid, state, backend_xmin, xact_start FROM pg_stat_activity WHERE"
                                + " backend_xmin IS NOT NULL ORDER BY xact_start; -- on the replica";
                },
                switch (holder.kind()) {
                    case PREPARED ->
                        "Vacuum removes the rows that died since, and locks of the transaction are free. If"
                                + " its coordinator decided so, COMMIT PREPARED does the same.";
                    case SLOT -> "Vacuum removes the rows that died since, and freezes ids.";
                    case REPLICA, SESSION ->
                        "Shows the queries of the replica whose rows the primary keeps, as"
                                + " hot_standby_feedback is on.";
                }));
    }

    private static void wraparound(ServerFacts server, AdviceLimits limits, List<Advice> advice) {
        Set<String> whole = new HashSet<>();
        for (ServerFacts.Aged aged : server.aged()) {
            boolean critical = aged.age() >= VERY_OLD;
            if (!critical && aged.age() < OLD * aged.most()) {
                continue;
            }
            String kind = aged.multixacts() ? "multixact" : "transaction";
            // VACUUM of the database does its tables too.
            boolean covered = aged.table().isPresent() && whole.contains(kind);
            if (aged.here() && aged.table().isEmpty()) {
                whole.add(kind);
            }
            if (!covered) {
                advice.add(new Advice(
                        AdviceRule.WRAPAROUND,
                        critical ? Severity.CRITICAL : Severity.HIGH,
                        aged.table().map(Object::toString).orElse("database " + aged.database()),
                        "The oldest " + kind + " id is " + count(aged.age())
                                + " old; autovacuum should have frozen it at " + count(aged.most())
                                + ", and the server refuses writes at about 2,144 million."
                                + cause(server, aged, limits),
                        vacuum(aged),
                        "The age falls to that of the oldest transaction that is open, prepared, or kept by a slot."));
            }
        }
    }

    private static String vacuum(ServerFacts.Aged aged) {
        if (aged.table().isPresent()) {
            return "VACUUM (FREEZE) " + sql(aged.table().get()) + ";";
        }
        String elsewhere = aged.here() ? "" : " -- in database " + aged.database();
        return aged.connectable()
                ? "VACUUM (FREEZE);" + elsewhere
                : "ALTER DATABASE " + quoted(aged.database())
                        + " ALLOW_CONNECTIONS true; -- then VACUUM (FREEZE); in it," + " and ALLOW_CONNECTIONS false";
    }

    /**
     * Of multixacts no view shows the holder; it is the same one as a rule, if that is old. Holders in other databases hold the catalogs
     * that all databases share, so that they hold each database, and no table of this one.
     */
    private static String cause(ServerFacts server, ServerFacts.Aged aged, AdviceLimits limits) {
        return server.holders().stream()
                .filter(holder -> aged.table().isEmpty() || holder.here())
                .filter(holder -> aged.multixacts() ? isOld(holder, limits) : holder.age() >= aged.most())
                .findFirst()
                .map(holder -> " " + holder.shown() + " holds it back, and is " + count(holder.age())
                        + " transactions old: end that first.")
                .orElse("");
    }
}
