// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.corpus.health.DatabaseHealth;
import io.truename.postgres.Database;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.health.DatabaseHealthReader;
import io.truename.rekeying.hold.Hold;
import io.truename.rekeying.hold.HoldLimits;
import io.truename.rekeying.hold.HoldRules;
import io.truename.rekeying.hold.HoldState;
import io.truename.rekeying.hold.RowRate;
import io.truename.rekeying.run.RunSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Looks how the database is, at most twice a second, and says whether a worker should wait. */
final class LoadThrottle {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final Database database;
    private final DatabaseHealthReader reader;
    private final HoldRules rules = new HoldRules(HoldLimits.DEFAULT);
    private final RunSettings settings;
    private final Clock clock;
    private final BatchLatency latency;
    private HoldState holding;
    private RowRate rate;
    private @Nullable DatabaseHealth last;
    private Instant lookedAt = Instant.MIN;

    LoadThrottle(
            Database database,
            DatabaseHealthReader reader,
            RunSettings settings,
            HoldState before,
            ThrottleState pace,
            Clock clock) {
        this.database = database;
        this.reader = reader;
        this.settings = settings;
        this.holding = before;
        this.clock = clock;
        long share =
                settings.mostRowsPerSecond() == 0 ? 0 : Math.max(1, settings.mostRowsPerSecond() / settings.workers());
        Instant now = clock.instant();
        // Nobody's first bucket is full, and a clock that is ahead must not let others wait until theirs are.
        boolean fillsFromNow =
                pace.equals(ThrottleState.UNKNOWN) || pace.tokensAt().isAfter(now);
        this.rate = new RowRate(share, pace.tokens(), fillsFromNow ? now : pace.tokensAt());
        this.latency = new BatchLatency(pace.calmSeconds());
    }

    /** Why to wait now; empty when the worker may go on. */
    Optional<Hold> hold(Session session) {
        Instant now = clock.instant();
        boolean looked = lookedAt.equals(Instant.MIN)
                || Duration.between(lookedAt, now).abs().compareTo(BETWEEN_LOOKS) >= 0;
        DatabaseHealth health;
        if (looked) {
            DatabaseHealth read = reader.read(session);
            health = last == null ? read : read.since(last);
            last = read;
            lookedAt = now;
        } else {
            health = DatabaseHealth.unknown(now);
        }
        HoldRules.Decision decision = rules.decide(
                health.with(OptionalLong.of(database.poolUse().waiting()), latency.ratio()),
                settings.window(),
                now,
                rate,
                holding);
        if (looked || decision.hold().isPresent()) {
            holding = decision.next();
        }
        return decision.hold();
    }

    void moved(long rows, double seconds) {
        rate = rate.moved(rows, clock.instant());
        latency.add(rows, seconds);
    }

    /** The most rows of a batch: what the ceiling lets through in the time that a batch should take. */
    int mostRows() {
        if (rate.mostRowsPerSecond() == 0) {
            return Integer.MAX_VALUE;
        }
        double rows = rate.mostRowsPerSecond() * settings.targetBatch().toNanos() / 1e9;
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, rows));
    }

    /** What is to be remembered. */
    ThrottleState pace() {
        return new ThrottleState(rate.tokens(), rate.at(), latency.calm());
    }

    HoldState holding() {
        return holding;
    }
}
