// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.advice;

import static io.truename.probing.advice.Figures.bytes;
import static io.truename.probing.advice.Figures.count;
import static io.truename.probing.advice.Figures.literal;
import static io.truename.probing.advice.Figures.percent;
import static io.truename.probing.advice.Figures.seconds;

import io.truename.probing.finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rules on the server: buffers, replication, wraparound. */
final class ServerRules {
    private static final double HITS = 0.95;
    private static final long ENOUGH_BLOCKS = 100_000;
    private static final double LAG_SECONDS = 30;
    private static final double LONG_LAG_SECONDS = 300;
    private static final long RETAINED = 1L << 30;
    private static final double OLD = 1.5;
    private static final long VERY_OLD = 1_000_000_000;

    private ServerRules() {}

    static List<Advice> advise(ServerFacts server, Optional<DatabaseReading.Counters> before) {
        List<Advice> advice = new ArrayList<>();
        cache(server, before, advice);
        replication(server, advice);
        wraparound(server, advice);
        return advice;
    }

    private static void cache(ServerFacts server, Optional<DatabaseReading.Counters> before, List<Advice> advice) {
        long hit = server.blocksHit()
                - before.map(DatabaseReading.Counters::blocksHit).orElse(0L);
        long read = server.blocksRead()
                - before.map(DatabaseReading.Counters::blocksRead).orElse(0L);
        boolean since = hit >= 0 && read >= 0 && hit + read >= ENOUGH_BLOCKS;
        long hits = since ? hit : server.blocksHit();
        long misses = since ? read : server.blocksRead();
        double share = (double) hits / Math.max(1, hits + misses);
        if (hits + misses >= ENOUGH_BLOCKS && share < HITS) {
            long wanted = Math.max(256, (server.bufferBytes() * 2) >> 20);
            advice.add(new Advice(
                    AdviceRule.CACHE_MISSES,
                    Severity.MEDIUM,
                    "shared_buffers",
                    percent(share) + " of " + count(hits + misses) + " blocks were in buffers of "
                            + bytes(server.bufferBytes()) + ".",
                    "ALTER SYSTEM SET shared_buffers = '" + wanted
                            + "MB'; -- Cloud SQL: a larger machine, or gcloud sql instances patch INSTANCE"
                            + " --database-flags=shared_buffers=" + (wanted << 7),
                    "Fewer reads from disk, if a quarter of the machine's memory is not reached yet."));
        }
    }

    private static void replication(ServerFacts server, List<Advice> advice) {
        for (ServerFacts.Replica replica : server.replicas()) {
            if (replica.seconds() >= LAG_SECONDS) {
                advice.add(new Advice(
                        AdviceRule.REPLICATION_LAG,
                        replica.seconds() >= LONG_LAG_SECONDS ? Severity.HIGH : Severity.MEDIUM,
                        replica.name(),
                        seconds(replica.seconds()) + " and " + bytes(replica.bytes()) + " of WAL behind.",
                        "SELECT pid, state, backend_xmin, xact_start FROM pg_stat_activity WHERE state <>"
                                + " 'idle' ORDER BY xact_start; -- on the replica",
                        "Shows the queries that hold replay up. A scan that reads the replica sees old rows"
                                + " until then."));
            }
        }
        for (ServerFacts.Slot slot : server.slots()) {
            if (!slot.active() && slot.retainedBytes() >= RETAINED) {
                advice.add(new Advice(
                        AdviceRule.SLOT_RETAINS,
                        Severity.HIGH,
                        slot.name(),
                        "Nobody reads it, and it keeps " + bytes(slot.retainedBytes()) + " of WAL.",
                        "SELECT pg_drop_replication_slot(" + literal(slot.name()) + ");",
                        "The WAL is removed at the next checkpoint, before the disk is full."));
            }
        }
    }

    private static void wraparound(ServerFacts server, List<Advice> advice) {
        boolean critical = server.transactionAge() >= VERY_OLD;
        if (critical || server.transactionAge() >= OLD * server.freezeMaxAge()) {
            advice.add(new Advice(
                    AdviceRule.WRAPAROUND,
                    critical ? Severity.CRITICAL : Severity.HIGH,
                    "datfrozenxid",
                    "The oldest transaction id is " + count(server.transactionAge())
                            + " old; the server refuses writes at about 2,144 million.",
                    "VACUUM (FREEZE);",
                    "The age falls to nearly 0, unless a transaction, a prepared one or a slot is as old."));
        }
    }
}
