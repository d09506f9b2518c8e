// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.advice;

import static io.truename.probing.advice.Figures.bytes;
import static io.truename.probing.advice.Figures.literal;
import static io.truename.probing.advice.Figures.seconds;

import io.truename.probing.finding.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rules on replicas and on the WAL that slots keep. */
final class ReplicationRules {
    private static final int MUCH_MORE = 10;

    private ReplicationRules() {}

    static List<Advice> advise(DatabaseReading now, Optional<DatabaseReading.Counters> before, AdviceLimits limits) {
        List<Advice> advice = new ArrayList<>();
        for (ServerFacts.Replica replica : now.server().replicas()) {
            replica(replica, stoodStill(replica, now, before), limits, advice);
        }
        for (ServerFacts.Slot slot : now.server().slots()) {
            slot(slot, limits, advice);
        }
        return advice;
    }

    /** Seconds since a reading at which the replica was behind, and at the same place as now. */
    private static double stoodStill(
            ServerFacts.Replica replica, DatabaseReading now, Optional<DatabaseReading.Counters> before) {
        return before.filter(earlier -> replica.bytes() > 0
                        && earlier.replicas()
                                .contains(new DatabaseReading.Replayed(replica.name(), replica.replayed())))
                .map(earlier -> Duration.between(earlier.at(), now.at()).toMillis() / 1e3)
                .orElse(0.0);
    }

    private static void replica(
            ServerFacts.Replica replica, double stoodStill, AdviceLimits limits, List<Advice> advice) {
        double lag = replica.bytes() == 0
                ? 0
                : Math.max(stoodStill, replica.seconds().orElse(0));
        double limit = limits.lag().toMillis() / 1e3;
        if (lag < limit && replica.bytes() < limits.lagBytes()) {
            return;
        }
        boolean far = lag >= MUCH_MORE * limit || replica.bytes() / MUCH_MORE >= limits.lagBytes();
        advice.add(new Advice(
                AdviceRule.REPLICATION_LAG,
                far ? Severity.HIGH : Severity.MEDIUM,
                replica.name(),
                bytes(replica.bytes()) + " of WAL behind"
                        + (stoodStill > 0
                                ? ", and it has replayed nothing for " + seconds(stoodStill) + " or longer."
                                : lag > 0 ? ", and " + seconds(lag) + "." : "; the server knows no time."),
                "SELECT pg_get_wal_replay_pause_state(), pid, state, backend_xmin, xact_start FROM"
                        + " pg_stat_activity WHERE backend_type IN ('client backend', 'startup') ORDER BY"
                        + " xact_start; -- on the replica",
                "Shows whether replay is paused, which SELECT pg_wal_replay_resume() ends, and which queries hold it"
                        + " up. A scan that reads the replica sees old rows until then."));
    }

    private static void slot(ServerFacts.Slot slot, AdviceLimits limits, List<Advice> advice) {
        long kept = slot.retainedBytes().orElse(0);
        String reader = slot.logical() ? "logical subscriber" : "replica";
        if (slot.walStatus().equals("lost") || slot.walStatus().equals("unreserved")) {
            boolean lost = slot.walStatus().equals("lost");
            advice.add(new Advice(
                    AdviceRule.SLOT_LOST,
                    Severity.HIGH,
                    slot.name(),
                    lost
                            ? "WAL that its " + reader + " has not read is gone."
                            : "The next checkpoint removes WAL that its " + reader + " has not read.",
                    lost
                            ? drop(slot)
                            : "ALTER SYSTEM SET max_slot_wal_keep_size = -1; SELECT pg_reload_conf(); -- Cloud SQL:"
                                    + " gcloud sql instances patch INSTANCE"
                                    + " --database-flags=max_slot_wal_keep_size=-1",
                    lost
                            ? "Nobody waits for this slot any more. Set its reader up anew with another one."
                            : "The reader can go on, unless a checkpoint comes first. The disk fills until it has."));
        } else if (kept >= limits.retainedBytes()) {
            if (slot.active()) {
                advice.add(new Advice(
                        AdviceRule.SLOT_BEHIND,
                        kept / MUCH_MORE >= limits.retainedBytes() ? Severity.HIGH : Severity.MEDIUM,
                        slot.name(),
                        "Its " + reader + " is connected, and the slot keeps " + bytes(kept) + " of WAL.",
                        "SELECT r.pid, r.application_name, r.client_addr, r.state, r.sent_lsn, r.flush_lsn, r.reply_time"
                                + " FROM pg_stat_replication r JOIN pg_replication_slots s ON s.active_pid = r.pid"
                                + " WHERE s.slot_name = " + literal(slot.name()) + ";",
                        "Shows whether the reader answers, and what it has written; it must catch up before the disk"
                                + " is full."));
            } else {
                advice.add(new Advice(
                        AdviceRule.SLOT_RETAINS,
                        Severity.HIGH,
                        slot.name(),
                        "No " + reader + " reads it, and it keeps " + bytes(kept) + " of WAL.",
                        drop(slot),
                        "The WAL is removed at the next checkpoint, before the disk is full."));
            }
        }
    }

    private static String drop(ServerFacts.Slot slot) {
        return "SELECT pg_drop_replication_slot(" + literal(slot.name()) + ");";
    }
}
