// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.hold;

import io.truename.corpus.health.DatabaseHealth;
import io.truename.corpus.health.DeadSpace;
import io.truename.rekeying.run.RunSettings.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Decides whether a run waits for its database. It reports the first reason in the order of {@link HoldCode}. Unknown
 * values never hold. While one reason lasts, the run looks again after 1, 2, 4 ... 30 seconds.
 *
 * <p>Only a lagging replica and a lagging archiver can hold a run forever. Every other reason is ignored after the minutes that
 * {@link HoldLimits#patience} names, until it has gone once.
 */
public final class HoldRules {
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);
    private static final double MIB = 1024 * 1024;

    private final HoldLimits limits;

    public HoldRules(HoldLimits limits) {
        this.limits = limits;
    }

    /**
     * A decision.
     *
     * @param hold empty when the run may go on
     * @param next to be given to the next decision
     */
    public record Decision(Optional<Hold> hold, HoldState next) {}

    private record Reason(HoldCode code, String sentence) {}

    /**
     * Decides.
     *
     * @param before state after the previous decision, {@link HoldState#NONE} at first
     * @param rate of this worker; with several workers each has its share of the run's ceiling
     */
    public Decision decide(
            DatabaseHealth health, Optional<Window> window, Instant now, RowRate rate, HoldState before) {
        Duration opensIn = window.map(each -> LowTraffic.opensIn(each, now)).orElse(Duration.ZERO);
        if (!opensIn.isZero()) {
            String sentence = "Rows are moved from " + window.map(Window::from).orElseThrow() + " to "
                    + window.map(Window::until).orElseThrow() + " UTC.";
            Duration delay = opensIn.compareTo(LONGEST_DELAY) < 0 ? opensIn : LONGEST_DELAY;
            return held(new Reason(HoldCode.WINDOW, sentence), delay, now, before, before.ignored());
        }
        List<Reason> reasons = reasons(health, before);
        Set<HoldCode> ignored = EnumSet.noneOf(HoldCode.class);
        for (Reason reason : reasons) {
            if (before.ignored().contains(reason.code()) || impatient(reason.code(), now, before)) {
                ignored.add(reason.code());
            }
        }
        reasons.removeIf(reason -> ignored.contains(reason.code()));
        Duration waits = rate.waits(now);
        if (!waits.isZero()) {
            Reason reason = new Reason(
                    HoldCode.RATE, "The run has its ceiling of " + rate.mostRowsPerSecond() + " rows per second.");
            return held(reason, waits, now, before, ignored);
        }
        if (reasons.isEmpty()) {
            return new Decision(Optional.empty(), new HoldState(Optional.empty(), now, 0, ignored));
        }
        int looks = looks(reasons.get(0).code(), before);
        return held(reasons.get(0), delay(looks), now, before, ignored);
    }

    /** Delay of the next check after a reason was found the given number of times: 1, 2, 4 ... 30 seconds. */
    static Duration delay(int looks) {
        return Duration.ofSeconds(Math.min(LONGEST_DELAY.toSeconds(), 1L << Math.min(30, Math.max(0, looks - 1))));
    }

    private static Decision held(Reason reason, Duration delay, Instant now, HoldState before, Set<HoldCode> ignored) {
        int looks = looks(reason.code(), before);
        Instant began = looks == 1 ? now : before.began();
        return new Decision(
                Optional.of(new Hold(reason.code(), reason.sentence(), delay)),
                new HoldState(Optional.of(reason.code()), began, looks, ignored));
    }

    private static int looks(HoldCode code, HoldState before) {
        return before.code().filter(code::equals).isPresent() ? Math.min(1000, before.looks() + 1) : 1;
    }

    private static boolean impatient(HoldCode code, Instant now, HoldState before) {
        Duration lasted = Duration.between(before.began(), now);
        return before.code().filter(code::equals).isPresent()
                && HoldLimits.patience(code)
                        .filter(patience -> lasted.compareTo(patience) >= 0)
                        .isPresent();
    }

    private List<Reason> reasons(DatabaseHealth health, HoldState before) {
        List<Reason> reasons = new ArrayList<>();
        if (atLeast(health.lockWaiters(), limits.lockWaiters())) {
            add(
                    reasons,
                    HoldCode.LOCKS,
                    "%.0f other sessions wait for locks of this run, or to lock a whole table of the corpus.",
                    health.lockWaiters());
        }
        if (over(
                health.longestTransactionSeconds(),
                limits.longTransactionSeconds(),
                HoldCode.LONG_TRANSACTION,
                before)) {
            add(
                    reasons,
                    HoldCode.LONG_TRANSACTION,
                    "A transaction of another session is open for %.0f s; the limit is %.0f s.",
                    health.longestTransactionSeconds(),
                    limits.longTransactionSeconds());
        }
        if (over(health.replicationLagSeconds(), limits.replicationLagSeconds(), HoldCode.REPLICATION, before)) {
            add(
                    reasons,
                    HoldCode.REPLICATION,
                    "A replica is %.1f s behind; the limit is %.0f s.",
                    health.replicationLagSeconds(),
                    limits.replicationLagSeconds());
        } else if (over(
                real(health.replicationLagBytes()),
                (double) limits.replicationLagBytes(),
                HoldCode.REPLICATION,
                before)) {
            add(
                    reasons,
                    HoldCode.REPLICATION,
                    "A replica is %.0f MiB of WAL behind; the limit is %.0f MiB.",
                    mib(real(health.replicationLagBytes())),
                    limits.replicationLagBytes() / MIB);
        }
        if (over(health.walBytesPerSecond(), limits.walBytesPerSecond(), HoldCode.WAL, before)) {
            add(
                    reasons,
                    HoldCode.WAL,
                    "The server writes %.0f MiB of WAL a second; the limit is %.0f MiB.",
                    mib(health.walBytesPerSecond()),
                    limits.walBytesPerSecond() / MIB);
        }
        if (over(real(health.archiverReady()), (double) limits.archiverReady(), HoldCode.ARCHIVER, before)) {
            add(
                    reasons,
                    HoldCode.ARCHIVER,
                    "%.0f segments of WAL wait to be archived; the limit is %.0f.",
                    real(health.archiverReady()),
                    (double) limits.archiverReady());
        } else if (atLeast(health.archiverFailing(), 1)) {
            reasons.add(new Reason(HoldCode.ARCHIVER, "The server fails to archive its WAL."));
        }
        health.deadSpace().stream()
                .filter(space -> waitsForVacuum(space, before))
                .findFirst()
                .ifPresent(space -> reasons.add(new Reason(HoldCode.AUTOVACUUM, sentence(space))));
        if (atLeast(health.poolWaiting(), 1)) {
            add(reasons, HoldCode.POOL, "%.0f requests of this instance wait for a connection.", health.poolWaiting());
        }
        if (over(health.latencyRatio(), limits.latencyRatio(), HoldCode.LATENCY, before)) {
            add(
                    reasons,
                    HoldCode.LATENCY,
                    "Batches take %.1f times as long for a row as calm ones; the limit is %.0f times.",
                    health.latencyRatio(),
                    limits.latencyRatio());
        }
        return reasons;
    }

    /** Whether dead rows cost too much, and waiting helps: a vacuum is at work, or autovacuum will come. */
    private boolean waitsForVacuum(DeadSpace space, HoldState before) {
        return space.bytes() >= limits.smallTableBytes()
                && (space.vacuuming() || space.autovacuum())
                && over(OptionalDouble.of(space.cost()), deadLimit(space), HoldCode.AUTOVACUUM, before);
    }

    private double deadLimit(DeadSpace space) {
        return space.vacuuming() ? limits.deadRatio() / 2 : limits.deadRatio();
    }

    private String sentence(DeadSpace space) {
        return String.format(
                Locale.ROOT,
                "Dead rows take %.0f MiB of %s, %.2f of its size before the run, and %s; the limit is %.2f.",
                space.deadBytes() / MIB,
                space.table(),
                space.cost(),
                space.vacuuming() ? "a vacuum is at work" : "wait for autovacuum",
                deadLimit(space));
    }

    private static boolean over(OptionalDouble value, double limit, HoldCode code, HoldState before) {
        boolean holding = before.code().filter(code::equals).isPresent()
                || before.ignored().contains(code);
        return value.isPresent() && value.getAsDouble() >= (holding ? limit * HoldLimits.RELEASE : limit);
    }

    private static boolean atLeast(OptionalLong value, long limit) {
        return value.isPresent() && value.getAsLong() >= limit;
    }

    private static OptionalDouble real(OptionalLong value) {
        return value.isPresent() ? OptionalDouble.of((double) value.getAsLong()) : OptionalDouble.empty();
    }

    private static OptionalDouble mib(OptionalDouble bytes) {
        return bytes.isPresent() ? OptionalDouble.of(bytes.getAsDouble() / MIB) : bytes;
    }

    private static void add(List<Reason> reasons, HoldCode code, String pattern, OptionalLong value) {
        reasons.add(
                new Reason(code, String.format(Locale.ROOT, pattern, real(value).orElse(0))));
    }

    private static void add(List<Reason> reasons, HoldCode code, String pattern, OptionalDouble value, double limit) {
        reasons.add(new Reason(code, String.format(Locale.ROOT, pattern, value.orElse(0), limit)));
    }
}
