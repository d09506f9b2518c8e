// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.hold;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.health.DatabaseHealth;
import io.truename.corpus.health.DeadSpace;
import io.truename.corpus.health.TableBloat;
import io.truename.corpus.schema.TableName;
import io.truename.rekeying.run.RunSettings.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Long, because it has a case for each reason to hold, at, below and after its limit. */
class HoldRulesTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final long GIB = 1L << 30;
    private static final RowRate FREE = RowRate.of(0, NOON);
    private static final HoldRules RULES = new HoldRules(HoldLimits.DEFAULT);

    /** Just at the limit of each. */
    private static final Map<HoldCode, DatabaseHealth> SICK = new EnumMap<>(Map.of(
            HoldCode.LOCKS, health(HoldCode.LOCKS, 1),
            HoldCode.LONG_TRANSACTION, health(HoldCode.LONG_TRANSACTION, 60),
            HoldCode.REPLICATION, health(HoldCode.REPLICATION, 10),
            HoldCode.WAL, health(HoldCode.WAL, 64 << 20),
            HoldCode.ARCHIVER, health(HoldCode.ARCHIVER, 42),
            HoldCode.AUTOVACUUM, health(HoldCode.AUTOVACUUM, 0.3),
            HoldCode.POOL, health(HoldCode.POOL, 1),
            HoldCode.LATENCY, health(HoldCode.LATENCY, 3)));

    @Test
    void unknown_neverHolds() {
        assertThat(decide(DatabaseHealth.unknown(NOON), NOON, HoldState.NONE).hold())
                .isEmpty();
    }

    @Test
    void each_holdsAtItsLimitAndNamesItself() {
        SICK.forEach((code, health) -> {
            Hold hold = decide(health, NOON, HoldState.NONE).hold().orElseThrow();
            assertThat(hold.code()).isEqualTo(code);
            assertThat(hold.sentence()).matches("[A-Z0-9].*\\.");
            assertThat(hold.retryAfter()).isEqualTo(Duration.ofSeconds(1));
        });
    }

    @Test
    void each_releasesBelowItsLimitOnly() {
        for (Map.Entry<HoldCode, Double> limit : Map.of(
                        HoldCode.LONG_TRANSACTION, 60.0,
                        HoldCode.REPLICATION, 10.0,
                        HoldCode.WAL, (double) (64 << 20),
                        HoldCode.ARCHIVER, 42.0,
                        HoldCode.AUTOVACUUM, 0.3,
                        HoldCode.LATENCY, 3.0)
                .entrySet()) {
            HoldCode code = limit.getKey();
            DatabaseHealth nearly = health(code, limit.getValue() * 0.9);
            assertThat(decide(nearly, NOON, HoldState.NONE).hold())
                    .as("%s begins", code)
                    .isEmpty();
            HoldState holding = decide(SICK.get(code), NOON, HoldState.NONE).next();
            assertThat(decide(nearly, NOON.plusSeconds(1), holding).hold())
                    .as("%s stays", code)
                    .isPresent();
            assertThat(decide(health(code, limit.getValue() * 0.6), NOON.plusSeconds(1), holding)
                            .hold())
                    .as("%s ends", code)
                    .isEmpty();
        }
    }

    @Test
    void delay_growsWhileTheReasonLasts() {
        HoldState holding = HoldState.NONE;
        StringBuilder delays = new StringBuilder();
        Instant now = NOON;
        for (int i = 0; i < 7; i++) {
            HoldRules.Decision decision = decide(SICK.get(HoldCode.ARCHIVER), now, holding);
            Duration delay = decision.hold().orElseThrow().retryAfter();
            delays.append(delay.toSeconds()).append(' ');
            now = now.plus(delay);
            holding = HoldState.of(decision.next().values());
            assertThat(holding).isEqualTo(decision.next());
        }
        assertThat(delays.toString()).isEqualTo("1 2 4 8 16 30 30 ");
        HoldRules.Decision other = decide(SICK.get(HoldCode.WAL), now, holding);
        assertThat(other.hold().orElseThrow().retryAfter()).isEqualTo(Duration.ofSeconds(1));
    }

    // A replica keeps the lag of its last reply, which may be small, or none.
    @Test
    void replica_withoutATimeOfItsLag_holdsByItsWal() {
        DatabaseHealth none = DatabaseHealth.unknown(NOON);
        for (OptionalDouble seconds : List.of(OptionalDouble.empty(), OptionalDouble.of(0))) {
            for (long missing : new long[] {0, 1}) {
                DatabaseHealth behind = new DatabaseHealth(
                        NOON,
                        none.lockWaiters(),
                        none.longestTransactionSeconds(),
                        seconds,
                        OptionalLong.of((256L << 20) - missing),
                        none.walPosition(),
                        none.walBytesPerSecond(),
                        none.archiverReady(),
                        none.archiverFailing(),
                        none.deadSpace(),
                        none.poolWaiting(),
                        none.latencyRatio());
                assertThat(decide(behind, NOON, HoldState.NONE).hold().map(Hold::code))
                        .isEqualTo(missing == 0 ? Optional.of(HoldCode.REPLICATION) : Optional.empty());
            }
        }
    }

    @Test
    void archiver_failing() {
        DatabaseHealth failing = new DatabaseHealth(
                NOON,
                OptionalLong.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                OptionalLong.of(0),
                OptionalLong.of(1),
                List.of(),
                OptionalLong.empty(),
                OptionalDouble.empty());
        assertThat(decide(failing, NOON, HoldState.NONE).hold())
                .hasValueSatisfying(hold -> assertThat(hold.code()).isEqualTo(HoldCode.ARCHIVER));
    }

    /** The fault of a corpus of a few MB that waited most of its time for an autovacuum that naps for a minute. */
    @Test
    void deadRows_ofASmallTable_neverHold() {
        DeadSpace small = space(GIB - 1, GIB / 2, OptionalLong.of(GIB / 2), true, true);
        assertThat(holds(small)).isFalse();
        assertThat(holds(space(GIB, GIB / 2, OptionalLong.of(GIB / 2), true, true)))
                .isTrue();
    }

    @Test
    void deadRows_holdWhereAVacuumIsAtWorkOrComes_only() {
        assertThat(holds(space(14 * GIB, 4 * GIB, OptionalLong.of(10 * GIB), false, true)))
                .isTrue();
        assertThat(holds(space(14 * GIB, 4 * GIB, OptionalLong.of(10 * GIB), false, false)))
                .as("autovacuum is off")
                .isFalse();
        assertThat(holds(space(12 * GIB, 2 * GIB, OptionalLong.of(10 * GIB), false, true)))
                .as("below the limit")
                .isFalse();
        assertThat(holds(space(12 * GIB, 2 * GIB, OptionalLong.of(10 * GIB), true, false)))
                .as("a vacuum is at work")
                .isTrue();
        assertThat(holds(space(11 * GIB, GIB, OptionalLong.of(10 * GIB), true, true)))
                .as("a vacuum of little")
                .isFalse();
    }

    @Test
    void deadRows_costWhatTheTableHasGrownBy() {
        assertThat(space(10 * GIB, 4 * GIB, OptionalLong.of(10 * GIB), false, true)
                        .cost())
                .as("in space that was free before")
                .isZero();
        assertThat(space(20 * GIB, 0, OptionalLong.of(10 * GIB), false, true).cost())
                .as("vacuumed, so used again")
                .isZero();
        assertThat(space(14 * GIB, 4 * GIB, OptionalLong.of(10 * GIB), false, true)
                        .cost())
                .isEqualTo(0.4);
        assertThat(space(14 * GIB, 4 * GIB, OptionalLong.empty(), false, true).cost())
                .as("size before not known")
                .isEqualTo(0.4);
        assertThat(space(20 * GIB, GIB, OptionalLong.of(1), false, true).cost())
                .as("filled by the application since")
                .isLessThan(0.1);
        assertThat(space(0, 0, OptionalLong.empty(), false, true).cost()).isZero();
    }

    @Test
    void deadRows_ofPartitionsAreSummed() {
        TableName root = new TableName("app", "parts");
        TableBloat one = new TableBloat(root, new TableName("app", "one"), 3 * GIB, GIB, false, true, true);
        TableBloat two = new TableBloat(root, new TableName("app", "two"), 2 * GIB, GIB, true, false, true);
        assertThat(DeadSpace.of(List.of(one, two), Map.of("app.parts", 3 * GIB)))
                .containsExactly(new DeadSpace(root, 5 * GIB, 2 * GIB, OptionalLong.of(3 * GIB), true, false));
    }

    private static boolean holds(DeadSpace space) {
        return decide(DatabaseHealth.unknown(NOON).with(List.of(space)), NOON, HoldState.NONE)
                .hold()
                .isPresent();
    }

    private static DeadSpace space(long bytes, long dead, OptionalLong before, boolean vacuuming, boolean autovacuum) {
        return new DeadSpace(new TableName("app", "chunks"), bytes, dead, before, vacuuming, autovacuum);
    }

    @Test
    void patience_endsAndComesBackOnceTheReasonWasGone() {
        DatabaseHealth sick = SICK.get(HoldCode.AUTOVACUUM);
        HoldState holding = decide(sick, NOON, HoldState.NONE).next();
        assertThat(decide(sick, NOON.plusSeconds(599), holding).hold()).isPresent();
        HoldRules.Decision givenUp = decide(sick, NOON.plusSeconds(600), holding);
        assertThat(givenUp.hold()).isEmpty();
        assertThat(givenUp.next().ignored()).isEqualTo(Set.of(HoldCode.AUTOVACUUM));
        HoldRules.Decision still = decide(sick, NOON.plusSeconds(601), givenUp.next());
        assertThat(still.hold()).isEmpty();
        HoldState gone = decide(DatabaseHealth.unknown(NOON), NOON.plusSeconds(602), still.next())
                .next();
        assertThat(decide(sick, NOON.plusSeconds(603), gone).hold()).isPresent();
    }

    @Property
    void hold_neverLastsForEver(@ForAll @Size(min = 1, max = 6) Set<HoldCode> codes) {
        boolean endless = codes.contains(HoldCode.REPLICATION) || codes.contains(HoldCode.ARCHIVER);
        HoldState holding = HoldState.NONE;
        Instant now = NOON;
        boolean freed = false;
        while (!freed && now.isBefore(NOON.plus(Duration.ofHours(2)))) {
            HoldRules.Decision decision = decide(together(codes), now, holding);
            freed = decision.hold().isEmpty();
            holding = decision.next();
            now = now.plus(decision.hold().map(Hold::retryAfter).orElse(Duration.ZERO));
        }
        assertThat(freed).isEqualTo(!endless);
    }

    @Test
    void window_overMidnight() {
        Window night = new Window(LocalTime.of(22, 0), LocalTime.of(5, 0));
        assertThat(LowTraffic.opensIn(night, Instant.parse("2026-03-01T22:00:00Z")))
                .isZero();
        assertThat(LowTraffic.opensIn(night, Instant.parse("2026-03-01T23:59:59Z")))
                .isZero();
        assertThat(LowTraffic.opensIn(night, Instant.parse("2026-03-01T04:59:59Z")))
                .isZero();
        assertThat(LowTraffic.opensIn(night, Instant.parse("2026-03-01T05:00:00Z")))
                .isEqualTo(Duration.ofHours(17));
        assertThat(LowTraffic.opensIn(night, Instant.parse("2026-03-01T21:59:00Z")))
                .isEqualTo(Duration.ofMinutes(1));
        Hold hold = RULES.decide(DatabaseHealth.unknown(NOON), Optional.of(night), NOON, FREE, HoldState.NONE)
                .hold()
                .orElseThrow();
        assertThat(hold.sentence()).isEqualTo("Rows are moved from 22:00 to 05:00 UTC.");
        assertThat(hold.retryAfter()).isEqualTo(Duration.ofSeconds(30));
    }

    @Property
    void window_opensWhenItSays(
            @ForAll @IntRange(min = 0, max = 1439) int from,
            @ForAll @IntRange(min = 0, max = 1439) int until,
            @ForAll @IntRange(min = 0, max = 200_000) int second) {
        Window window = new Window(LocalTime.ofSecondOfDay(from * 60L), LocalTime.ofSecondOfDay(until * 60L));
        Instant now = NOON.plusSeconds(second);
        Duration opensIn = LowTraffic.opensIn(window, now);
        assertThat(opensIn).isBetween(Duration.ZERO, Duration.ofDays(1));
        assertThat(LowTraffic.opensIn(window, now.plus(opensIn))).isZero();
        if (!opensIn.isZero()) {
            assertThat(LowTraffic.opensIn(window, now.plus(opensIn).minusSeconds(1)))
                    .isEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void rate_holdsUntilItIsPaidFor() {
        RowRate rate = RowRate.of(1000, NOON).moved(3000, NOON);
        Hold hold = RULES.decide(DatabaseHealth.unknown(NOON), Optional.empty(), NOON, rate, HoldState.NONE)
                .hold()
                .orElseThrow();
        assertThat(hold.code()).isEqualTo(HoldCode.RATE);
        assertThat(hold.retryAfter()).isEqualTo(Duration.ofSeconds(3));
        assertThat(rate.waits(NOON.plusSeconds(3))).isZero();
        assertThat(FREE.moved(1_000_000, NOON).waits(NOON)).isZero();
    }

    @Property
    void rate_neverExceedsItsCeiling(
            @ForAll @IntRange(min = 1, max = 100_000) int ceiling,
            @ForAll @Size(min = 1, max = 50) List<@IntRange(min = 1, max = 200_000) Integer> batches) {
        RowRate rate = RowRate.of(ceiling, NOON);
        Instant now = NOON;
        long moved = 0;
        for (int rows : batches) {
            now = now.plus(rate.waits(now));
            assertThat(rate.waits(now)).isZero();
            rate = rate.moved(rows, now);
            moved += rows;
        }
        double seconds = Duration.between(NOON, now.plus(rate.waits(now))).toNanos() / 1e9;
        assertThat((double) moved).isLessThanOrEqualTo(ceiling * (seconds + 2) + 1);
    }

    @Test
    void wal_rateOfTwoReadings() {
        DatabaseHealth first = wal(NOON, 1_000_000);
        assertThat(wal(NOON.plusSeconds(2), 5_000_000).since(first).walBytesPerSecond())
                .hasValue(2_000_000);
        assertThat(wal(NOON.plusMillis(10), 5_000_000).since(first).walBytesPerSecond())
                .isEmpty();
        assertThat(wal(NOON.plusSeconds(2), 10).since(first).walBytesPerSecond())
                .isEmpty();
        assertThat(wal(NOON.plusSeconds(2), 10)
                        .since(DatabaseHealth.unknown(NOON))
                        .walBytesPerSecond())
                .isEmpty();
    }

    private static HoldRules.Decision decide(DatabaseHealth health, Instant now, HoldState before) {
        return RULES.decide(health, Optional.empty(), now, FREE, before);
    }

    private static DatabaseHealth wal(Instant at, long position) {
        DatabaseHealth none = DatabaseHealth.unknown(at);
        return new DatabaseHealth(
                at,
                none.lockWaiters(),
                none.longestTransactionSeconds(),
                none.replicationLagSeconds(),
                none.replicationLagBytes(),
                OptionalLong.of(position),
                none.walBytesPerSecond(),
                none.archiverReady(),
                none.archiverFailing(),
                none.deadSpace(),
                none.poolWaiting(),
                none.latencyRatio());
    }

    private static DatabaseHealth health(HoldCode code, double value) {
        return of(Map.of(code, value));
    }

    private static DatabaseHealth together(Set<HoldCode> codes) {
        Map<HoldCode, Double> values = new EnumMap<>(HoldCode.class);
        codes.forEach(code -> values.put(code, 1e9));
        return of(values);
    }

    private static DatabaseHealth of(Map<HoldCode, Double> values) {
        return new DatabaseHealth(
                NOON,
                whole(values.get(HoldCode.LOCKS)),
                real(values.get(HoldCode.LONG_TRANSACTION)),
                real(values.get(HoldCode.REPLICATION)),
                OptionalLong.empty(),
                OptionalLong.empty(),
                real(values.get(HoldCode.WAL)),
                whole(values.get(HoldCode.ARCHIVER)),
                OptionalLong.empty(),
                dead(values.get(HoldCode.AUTOVACUUM)),
                whole(values.get(HoldCode.POOL)),
                real(values.get(HoldCode.LATENCY)));
    }

    /** A table that had 10 GiB, and has grown by its dead rows. */
    private static List<DeadSpace> dead(@org.jspecify.annotations.Nullable Double ratio) {
        return ratio == null
                ? List.of()
                : List.of(new DeadSpace(
                        new TableName("app", "chunks"),
                        10 * GIB + (long) Math.ceil(ratio * 10 * GIB),
                        (long) Math.ceil(ratio * 10 * GIB),
                        OptionalLong.of(10 * GIB),
                        false,
                        true));
    }

    private static OptionalLong whole(@org.jspecify.annotations.Nullable Double value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value.longValue());
    }

    private static OptionalDouble real(@org.jspecify.annotations.Nullable Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
