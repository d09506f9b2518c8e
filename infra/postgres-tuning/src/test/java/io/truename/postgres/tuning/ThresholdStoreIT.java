// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SchemaMigrations;
import io.truename.postgres.Session;
import io.truename.postgres.tuning.ThresholdStore.Ended;
import io.truename.postgres.tuning.ThresholdStore.Stored;
import io.truename.postgres.tuning.ThresholdStore.Threshold;
import io.truename.testkit.database.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ThresholdStoreIT {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    private final ThresholdStore store = new ThresholdStore();
    private Database database;

    @AfterEach
    void close() {
        database.close();
    }

    private static Threshold threshold(String alert, double value) {
        return new Threshold(alert, "p95", "high", Collections.nCopies(168, value));
    }

    private void apply(double value) {
        database.inTransaction(session -> {
            apply(session, value);
            return true;
        });
    }

    private void apply(Session session, double value) {
        store.apply(session, UUID.randomUUID(), List.of(threshold("slow", value), threshold("failing", value)), NOON);
    }

    private List<Double> inForce(String alert) {
        return database.with(store::inForce).stream()
                .filter(stored -> stored.threshold().alert().equals(alert))
                .map(stored -> stored.threshold().hours().get(0))
                .toList();
    }

    private List<Stored> rollBack() {
        return database.inTransaction(this::rollBack);
    }

    private List<Stored> rollBack(Session session) {
        return store.rollBack(session, "slow", NOON.plusSeconds(60));
    }

    @ParameterizedTest
    @EnumSource
    void rollBack_goesBackStepByStep_toTheCatalogs(TestServer.Version version) {
        database = Database.of(
                DatabaseUrl.parse(TestServer.shared(version).database().url()), "test", 2);
        SchemaMigrations.run(database);
        apply(1);
        apply(2);
        apply(3);
        assertThat(inForce("slow")).containsExactly(3.0);

        assertThat(rollBack())
                .extracting(stored -> stored.threshold().hours().get(0))
                .containsExactly(3.0);
        assertThat(inForce("slow")).containsExactly(2.0);
        rollBack();
        assertThat(inForce("slow")).containsExactly(1.0);
        rollBack();
        assertThat(inForce("slow")).isEmpty();
        assertThat(rollBack()).isEmpty();

        assertThat(inForce("failing")).containsExactly(3.0);
        List<Stored> history = database.with(
                        session -> store.history(session, Optional.of("slow"), 10, Optional.empty()))
                .items();
        assertThat(history)
                .extracting(
                        stored -> stored.threshold().hours().get(0),
                        stored -> stored.endedBy().orElseThrow())
                .containsExactly(
                        tuple(1.0, Ended.ROLLED_BACK),
                        tuple(2.0, Ended.ROLLED_BACK),
                        tuple(3.0, Ended.ROLLED_BACK),
                        tuple(2.0, Ended.REPLACED),
                        tuple(1.0, Ended.REPLACED));
    }

    @ParameterizedTest
    @EnumSource(names = "NEWEST")
    void inForceAt_isWhatWasInForceThen(TestServer.Version version) {
        database = Database.of(
                DatabaseUrl.parse(TestServer.shared(version).database().url()), "test", 2);
        SchemaMigrations.run(database);
        for (int day = 0; day < 3; day++) {
            Instant at = NOON.plus(Duration.ofDays(day));
            List<Threshold> thresholds = List.of(threshold("slow", day));
            database.inTransaction(session -> {
                store.apply(session, UUID.randomUUID(), thresholds, at);
                return true;
            });
        }
        assertThat(at(NOON.minusSeconds(1))).isEmpty();
        assertThat(at(NOON)).containsExactly(0.0);
        assertThat(at(NOON.plus(Duration.ofDays(1)).minusSeconds(1))).containsExactly(0.0);
        assertThat(at(NOON.plus(Duration.ofDays(1)))).containsExactly(1.0);
        assertThat(at(NOON.plus(Duration.ofDays(30)))).containsExactly(2.0);
    }

    private List<Double> at(Instant time) {
        return database.with(session -> store.inForceAt(session, time)).stream()
                .map(stored -> stored.threshold().hours().get(0))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(names = "NEWEST")
    void changes_atTheSameTime_followEachOther(TestServer.Version version) {
        database = Database.of(
                DatabaseUrl.parse(TestServer.shared(version).database().url()), "test", 3);
        SchemaMigrations.run(database);
        Simultaneous.run(database, session -> apply(session, 100), session -> apply(session, 200));
        assertThat(inForce("slow")).containsExactly(200.0);
        apply(300);
        Simultaneous.run(database, this::rollBack, this::rollBack);
        assertThat(inForce("slow")).containsExactly(100.0);
        apply(400);
        Simultaneous.run(database, this::rollBack, session -> apply(session, 500));
        assertThat(inForce("slow")).containsExactly(500.0);
        rollBack();
        assertThat(inForce("slow")).containsExactly(100.0);
    }
}
