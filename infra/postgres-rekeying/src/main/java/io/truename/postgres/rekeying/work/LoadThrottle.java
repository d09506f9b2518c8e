// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.corpus.health.DatabaseHealth;
import io.truename.corpus.health.DeadSpace;
import io.truename.corpus.health.TableBloat;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.TableName;
import io.truename.postgres.Database;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.health.DatabaseHealthReader;
import io.truename.postgres.corpus.health.TableBloatReader;
import io.truename.postgres.rekeying.lease.LeaseToken;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.rekeying.hold.Hold;
import io.truename.rekeying.hold.HoldCode;
import io.truename.rekeying.hold.HoldLimits;
import io.truename.rekeying.hold.HoldRules;
import io.truename.rekeying.hold.HoldState;
import io.truename.rekeying.hold.RowRate;
import io.truename.rekeying.hold.VacuumRules;
import io.truename.rekeying.run.RunSettings;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Load throttle of a worker: checks the database's health at most twice a second, decides on holds, and vacuums where that helps. Closing
 * it waits for a vacuum that is under way.
 */
final class LoadThrottle implements AutoCloseable {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    /** Interval between readings of table sizes: dead rows grow slowly, and sizes of many partitions take long to read. */
    private static final Duration BETWEEN_SIZES = Duration.ofSeconds(5);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Database database;
    private final DatabaseHealthReader reader;
    private final TableBloatReader bloatReader;
    private final Map<String, Long> bytesBefore;
    private final ConcurrentVacuum vacuum;
    private final HoldRules rules = new HoldRules(HoldLimits.DEFAULT);
    private final RunSettings settings;
    private final Clock clock;
    private final BatchLatency latency;
    private final Consumer<DatabaseHealth> seen;
    private List<TableBloat> bloat = List.of();
    private HoldState holding;
    private RowRate rate;
    private Instant vacuumFrom;
    private @Nullable DatabaseHealth last;
    private Instant lookedAt = Instant.MIN;
    private Instant sizedAt = Instant.MIN;

    LoadThrottle(
            Database database,
            CorpusSchema schema,
            RunView run,
            ConcurrentVacuum vacuum,
            HoldState before,
            ThrottleState pace,
            Consumer<DatabaseHealth> seen,
            Clock clock) {
        List<TableName> tables =
                schema.tables().stream().map(table -> table.relation().name()).toList();
        this.database = database;
        this.reader = new DatabaseHealthReader(database.applicationName(), tables);
        this.bloatReader = new TableBloatReader(database.applicationName(), tables);
        this.bytesBefore = bytesBefore(run.preflight());
        this.vacuum = vacuum;
        this.settings = run.settings();
        this.holding = before;
        this.seen = seen;
        this.clock = clock;
        long share =
                settings.mostRowsPerSecond() == 0 ? 0 : Math.max(1, settings.mostRowsPerSecond() / settings.workers());
        Instant now = clock.instant();
        // Nobody's first bucket is full, and a clock that is ahead must not let others wait until theirs are.
        boolean fillsFromNow =
                pace.equals(ThrottleState.UNKNOWN) || pace.tokensAt().isAfter(now);
        this.rate = new RowRate(share, pace.tokens(), fillsFromNow ? now : pace.tokensAt());
        this.vacuumFrom = pace.vacuumFrom();
        this.latency = new BatchLatency(pace.calmSeconds());
    }

    /** Creates the throttle of a worker, with the state in which the worker left it. */
    static LoadThrottle of(
            Database database,
            Session session,
            CorpusSchema schema,
            RunView run,
            LeaseToken lease,
            WorkListener events,
            BooleanSupplier timeLeft,
            Clock clock) {
        return new LoadThrottle(
                database,
                schema,
                run,
                new ConcurrentVacuum(database, session, run, lease, events, timeLeft),
                WorkerStateStore.holding(session, lease.run(), lease.shard()),
                WorkerStateStore.pace(session, lease.run(), lease.shard()),
                health -> events.health(run.id(), lease.shard(), health),
                clock);
    }

    /** Sizes of tables at the time of the preflight. */
    private static Map<String, Long> bytesBefore(String preflight) {
        try {
            JsonNode tables = JSON.readTree(preflight).path("disk").path("tables");
            Map<String, Long> bytes = new HashMap<>();
            tables.properties()
                    .forEach(table -> bytes.put(table.getKey(), table.getValue().asLong()));
            return bytes;
        } catch (JsonProcessingException notWrittenByUs) {
            throw new UncheckedIOException(notWrittenByUs);
        }
    }

    /** Reason to hold now; empty if the worker may go on. */
    Optional<Hold> hold(Session session) {
        Instant now = clock.instant();
        noteVacuum(now);
        boolean looked = isDue(lookedAt, now, BETWEEN_LOOKS);
        DatabaseHealth health = looked ? look(session, now) : own(DatabaseHealth.unknown(now));
        HoldRules.Decision decision = decide(health, now);
        if (looked && mayVacuum(decision, now)) {
            VacuumRules.next(bloat).filter(table -> vacuum.isDue()).ifPresent(vacuum::begin);
        }
        if (looked || decision.hold().isPresent()) {
            holding = decision.next();
        }
        return decision.hold();
    }

    private void noteVacuum(Instant now) {
        vacuum.ended().ifPresent(took -> {
            vacuumFrom = now.plus(VacuumRules.pause(took));
            sizedAt = Instant.MIN;
        });
    }

    /** Whether a vacuum may begin: not while the run holds for another reason, nor because a clock was ahead. */
    private boolean mayVacuum(HoldRules.Decision decision, Instant now) {
        boolean free =
                decision.hold().map(hold -> hold.code() == HoldCode.AUTOVACUUM).orElse(true);
        boolean paused = now.isBefore(vacuumFrom)
                && Duration.between(now, vacuumFrom).compareTo(VacuumRules.pause(VacuumRules.LONGEST)) <= 0;
        return free && !paused;
    }

    private DatabaseHealth look(Session session, Instant now) {
        DatabaseHealth read = reader.read(session);
        DatabaseHealth health = last == null ? read : read.since(last);
        last = read;
        lookedAt = now;
        if (isDue(sizedAt, now, BETWEEN_SIZES)) {
            bloat = bloatReader.read(session).orElse(bloat);
            sizedAt = now;
        }
        DatabaseHealth whole = own(health.with(DeadSpace.of(bloat, bytesBefore)));
        seen.accept(whole);
        return whole;
    }

    private DatabaseHealth own(DatabaseHealth health) {
        return health.with(OptionalLong.of(database.poolUse().waiting()), latency.ratio());
    }

    private HoldRules.Decision decide(DatabaseHealth health, Instant now) {
        return rules.decide(health, settings.window(), now, rate, holding);
    }

    private static boolean isDue(Instant since, Instant now, Duration interval) {
        return since.equals(Instant.MIN) || Duration.between(since, now).abs().compareTo(interval) >= 0;
    }

    void moved(long rows, double seconds) {
        rate = rate.moved(rows, clock.instant());
        latency.add(rows, seconds);
    }

    /** Maximum number of rows of a batch: those that the ceiling allows in the target time of a batch. */
    int mostRows() {
        if (rate.mostRowsPerSecond() == 0) {
            return Integer.MAX_VALUE;
        }
        double rows = rate.mostRowsPerSecond() * settings.targetBatch().toNanos() / 1e9;
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, rows));
    }

    /** State to store. */
    ThrottleState pace() {
        return new ThrottleState(rate.tokens(), rate.at(), latency.calm(), vacuumFrom);
    }

    HoldState holding() {
        return holding;
    }

    @Override
    public void close() {
        vacuum.close();
        noteVacuum(clock.instant());
    }
}
