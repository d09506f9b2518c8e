// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.costing.budget.BudgetLedger;
import io.truename.costing.budget.BudgetNotification;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SchemaMigrations;
import io.truename.testkit.database.TestServer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class BudgetStoreIT {
    private static final Instant OCTOBER = Instant.parse("2026-10-01T07:00:00Z");

    private static Database database;
    private final BudgetStore store = new BudgetStore();

    @BeforeContainer
    static void open() {
        database = Database.of(
                DatabaseUrl.parse(
                        TestServer.shared(TestServer.Version.NEWEST).database().url()),
                "test",
                5);
        SchemaMigrations.run(database);
    }

    @AfterContainer
    static void close() {
        database.close();
    }

    private boolean keep(BudgetNotification notification) {
        return database.inTransaction(session -> store.keep(session, notification));
    }

    private BudgetLedger kept() {
        return database.with(session -> store.ledger(session, Instant.EPOCH));
    }

    private static void empty() {
        database.with(session -> session.update("DELETE FROM truename.budget_state"));
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void keep_inAnyOrderWithDuplicates_isTheLedger(@ForAll("deliveries") List<BudgetNotification> deliveries) {
        empty();
        deliveries.forEach(this::keep);
        assertThat(kept()).isEqualTo(BudgetLedger.of(deliveries));

        // What was said before says nothing new.
        assertThat(deliveries).noneMatch(this::keep);
        List<BudgetNotification> backwards = new ArrayList<>(deliveries);
        java.util.Collections.reverse(backwards);
        empty();
        backwards.forEach(this::keep);
        assertThat(kept()).isEqualTo(BudgetLedger.of(deliveries));
    }

    /** Few values of everything, so that many are equal in some of them; each up to twice. */
    @Provide
    Arbitrary<List<BudgetNotification>> deliveries() {
        Arbitrary<BudgetNotification> one = Combinators.combine(
                        Arbitraries.of("a", "b"),
                        Arbitraries.of(OCTOBER, Notifications.NOVEMBER),
                        Arbitraries.of("0", "12.340", "12.34", "99999999999999.000000001", "-3"),
                        Arbitraries.of("", "0.5", "0.50", "0.8", "1"),
                        Arbitraries.integers().between(0, 4))
                .as((budget, period, cost, threshold, minute) -> Notifications.of(
                        budget,
                        period,
                        cost,
                        threshold,
                        period.plusSeconds(60L * minute).plusNanos(1_234_567)));
        return one.list().ofMinSize(1).ofMaxSize(12).flatMap(list -> {
            List<BudgetNotification> twice = new ArrayList<>(list);
            twice.addAll(list.subList(0, list.size() / 2));
            return Arbitraries.shuffle(twice);
        });
    }

    @Example
    void keep_atTheSameTime_losesNothing() throws Exception {
        empty();
        List<BudgetNotification> told = new ArrayList<>();
        for (int at = 0; at < 24; at++) {
            told.add(Notifications.of(
                    "a",
                    Notifications.NOVEMBER,
                    String.valueOf(at),
                    at % 3 == 0 ? "0." + (at / 3 + 1) : "",
                    Notifications.NOVEMBER.plusSeconds(at)));
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Boolean>> all = new ArrayList<>();
            told.forEach(notification -> all.add(threads.submit(() -> keep(notification))));
            for (Future<Boolean> each : all) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(kept()).isEqualTo(BudgetLedger.of(told));
    }

    @Example
    void ledger_leavesOlderPeriodsOut() {
        empty();
        keep(Notifications.of("a", OCTOBER, "1", "", OCTOBER.plusSeconds(1)));
        keep(Notifications.of("b", Notifications.NOVEMBER, "2", "", Notifications.NOVEMBER.plusSeconds(1)));

        assertThat(database.with(session -> store.ledger(session, Notifications.NOVEMBER))
                        .budgets())
                .containsExactly("b");
    }
}
