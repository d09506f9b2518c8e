// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SchemaMigrations;
import io.truename.postgres.Session;
import io.truename.postgres.tuning.ProposalStore.Claimed;
import io.truename.postgres.tuning.ProposalStore.Counts;
import io.truename.postgres.tuning.ProposalStore.State;
import io.truename.postgres.tuning.ProposalStore.Stored;
import io.truename.postgres.tuning.ProposalStore.Subject;
import io.truename.testkit.database.TestServer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProposalStoreIT {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final List<Subject> TWO = List.of(new Subject("slow", "p95"), new Subject("failing", "share"));

    private static final ThresholdStore.Threshold THRESHOLD =
            new ThresholdStore.Threshold("slow", "p95", "high", List.of(120.5));

    private final ProposalStore store = new ProposalStore();
    private Database database;

    @AfterEach
    void close() {
        database.close();
    }

    private UUID begin(TestServer.Version version) {
        database = Database.of(
                DatabaseUrl.parse(TestServer.shared(version).database().url()), "test", 3);
        SchemaMigrations.run(database);
        return in(session -> store.begin(session, TWO, 7, NOON));
    }

    private <T> T in(Function<Session, T> work) {
        return database.inTransaction(work);
    }

    private Optional<Claimed> claim(Instant now) {
        return in(session -> store.claim(session, Optional.empty(), now));
    }

    private boolean made(Claimed part, String result) {
        return in(session -> {
            store.made(session, part, result, List.of(THRESHOLD));
            return true;
        });
    }

    private boolean failed(Claimed part) {
        return in(session -> {
            store.failed(session, part, "No metrics.");
            return true;
        });
    }

    private Stored find(UUID proposal) {
        return database.with(session -> store.find(session, proposal)).orElseThrow();
    }

    private List<ThresholdStore.Threshold> thresholds(UUID proposal) {
        return database.with(session -> store.thresholds(session, proposal));
    }

    @ParameterizedTest
    @EnumSource
    void parts_areClaimedOnce_andAKilledClaimIsTakenOver(TestServer.Version version) {
        UUID proposal = begin(version);
        Claimed first = claim(NOON).orElseThrow();
        assertThat(first.subject()).isEqualTo(TWO.get(0));
        assertThat(claim(NOON).orElseThrow().subject()).isEqualTo(TWO.get(1));
        assertThat(claim(NOON)).isEmpty();

        Claimed again = claim(NOON.plus(ProposalStore.CLAIM)).orElseThrow();
        assertThat(again.subject()).isEqualTo(TWO.get(0));
        made(again, "{\"by\":\"second\"}");
        // The first instance was slow, not dead.
        made(first, "{\"by\":\"first\"}");

        assertThat(database.with(session -> store.parts(session, proposal))
                        .get(0)
                        .result())
                .contains("{\"by\": \"second\"}");
        assertThat(find(proposal).state()).isEqualTo(State.RUNNING);
        made(claim(NOON.plus(ProposalStore.CLAIM)).orElseThrow(), "{}");
        assertThat(find(proposal).state()).isEqualTo(State.READY);
        assertThat(thresholds(proposal))
                .containsExactly(THRESHOLD, new ThresholdStore.Threshold("failing", "share", "high", List.of(120.5)));
    }

    @ParameterizedTest
    @EnumSource(names = "NEWEST")
    void counts_ofParts(TestServer.Version version) {
        UUID proposal = begin(version);
        UUID other = in(session -> store.begin(session, TWO.subList(0, 1), 7, NOON));
        assertThat(find(proposal).counts()).isEqualTo(new Counts(2, 0, 0, 0));
        Claimed first = claim(NOON).orElseThrow();
        in(session -> {
            // Two severities of one condition are one change.
            store.made(
                    session,
                    first,
                    "{}",
                    List.of(THRESHOLD, new ThresholdStore.Threshold("slow", "p95", "low", List.of(1.0))));
            return true;
        });
        assertThat(find(proposal).counts()).isEqualTo(new Counts(2, 1, 0, 1));
        for (int attempt = 0; attempt < ProposalStore.MOST_ATTEMPTS; attempt++) {
            failed(in(session -> store.claim(session, Optional.of(proposal), NOON))
                    .orElseThrow());
        }
        assertThat(find(proposal).counts()).isEqualTo(new Counts(2, 2, 1, 1));
        assertThat(database.with(session -> store.list(session, 10, Optional.empty()))
                        .items())
                .extracting(Stored::id, Stored::counts)
                .containsExactly(tuple(other, new Counts(1, 0, 0, 0)), tuple(proposal, new Counts(2, 2, 1, 1)));
    }

    @ParameterizedTest
    @EnumSource(names = "NEWEST")
    void claim_leavesWhatAnotherSessionHolds(TestServer.Version version) {
        begin(version);
        database.inTransaction(one -> {
            assertThat(store.claim(one, Optional.empty(), NOON)).isPresent();
            return database.inTransaction(other -> {
                assertThat(store.claim(other, Optional.empty(), NOON)
                                .orElseThrow()
                                .subject())
                        .isEqualTo(TWO.get(1));
                return true;
            });
        });
    }

    @ParameterizedTest
    @EnumSource(names = "NEWEST")
    void part_thatFailsAgainAndAgain_endsWithItsReason(TestServer.Version version) {
        UUID proposal = begin(version);
        made(claim(NOON).orElseThrow(), "{}");
        for (int attempt = 0; attempt < ProposalStore.MOST_ATTEMPTS; attempt++) {
            assertThat(find(proposal).state()).isEqualTo(State.RUNNING);
            failed(claim(NOON).orElseThrow());
        }
        assertThat(claim(NOON)).isEmpty();
        assertThat(find(proposal).state()).isEqualTo(State.READY);
        assertThat(database.with(session -> store.parts(session, proposal))
                        .get(1)
                        .error())
                .contains("No metrics.");
    }

    @ParameterizedTest
    @EnumSource(names = "NEWEST")
    void decide_countsOnce_andNotBeforeItIsReady(TestServer.Version version) {
        UUID proposal = begin(version);
        Function<State, Boolean> decide =
                decision -> in(session -> store.decide(session, proposal, decision, Optional.of("why"), NOON));
        assertThat(decide.apply(State.APPLIED)).isFalse();
        made(claim(NOON).orElseThrow(), "{}");
        made(claim(NOON).orElseThrow(), "{}");

        assertThat(decide.apply(State.REJECTED)).isTrue();
        assertThat(decide.apply(State.APPLIED)).isFalse();
        assertThat(find(proposal))
                .returns(State.REJECTED, Stored::state)
                .returns(Optional.of("why"), Stored::reason)
                .returns(Optional.of(NOON), Stored::decidedAt);
    }

    @ParameterizedTest
    @EnumSource(names = "NEWEST")
    void lastTwoParts_madeAtTheSameTime_makeTheProposalReady(TestServer.Version version) {
        UUID proposal = begin(version);
        Claimed first = claim(NOON).orElseThrow();
        Claimed second = claim(NOON).orElseThrow();
        Simultaneous.run(
                database,
                session -> store.made(session, first, "{}", List.of()),
                session -> store.made(session, second, "{}", List.of()));
        assertThat(find(proposal).state()).isEqualTo(State.READY);
    }

    @ParameterizedTest
    @EnumSource(names = "NEWEST")
    void part_whoseInstancesStop_endsAfterItsAttempts(TestServer.Version version) {
        UUID proposal = begin(version);
        made(claim(NOON).orElseThrow(), "{}");
        Instant now = NOON;
        for (int attempt = 0; attempt < ProposalStore.MOST_ATTEMPTS; attempt++) {
            assertThat(claim(now)).isPresent();
            assertThat(claim(now)).isEmpty();
            assertThat(find(proposal).state()).isEqualTo(State.RUNNING);
            now = now.plus(ProposalStore.CLAIM);
        }
        assertThat(claim(now)).isEmpty();
        assertThat(find(proposal).state()).isEqualTo(State.READY);
        assertThat(database.with(session -> store.parts(session, proposal))
                        .get(1)
                        .error())
                .isPresent();
    }
}
