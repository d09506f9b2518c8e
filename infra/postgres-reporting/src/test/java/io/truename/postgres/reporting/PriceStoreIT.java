// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.costing.price.Aggregation;
import io.truename.costing.price.Price;
import io.truename.costing.price.Tier;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.Page;
import io.truename.postgres.SchemaMigrations;
import io.truename.testkit.database.TestServer;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PriceStoreIT {
    private static final LocalDate MAY = LocalDate.of(2026, 5, 1);
    private static final LocalDate JUNE = LocalDate.of(2026, 6, 1);
    private static final Price DISK = Price.flat("sql-disk", "GiB-month", "0.17", MAY, "list");
    private static final Price TIERED = new Price(
            "requests, \"quoted\" {and} braced",
            "count",
            "1",
            new BigDecimal("2.5"),
            List.of(Tier.of("0", "0"), Tier.of("2000000", "4e-7"), Tier.of("1e15", "0.000000000000000000123")),
            new Aggregation(Aggregation.Level.PROJECT, Aggregation.Interval.DAILY),
            "EUR",
            MAY,
            "Cloud Billing Catalog API");

    private final PriceStore store = new PriceStore();
    private Database database;

    @AfterEach
    void close() {
        database.close();
    }

    private void open(TestServer.Version version) {
        database = Database.of(
                DatabaseUrl.parse(TestServer.shared(version).database().url()), "test", 2);
        SchemaMigrations.run(database);
    }

    private void add(Price... prices) {
        database.inTransaction(session -> {
            store.add(session, List.of(prices));
            return true;
        });
    }

    private List<Price> all() {
        return database.with(session -> store.table(session).prices());
    }

    @ParameterizedTest
    @EnumSource
    void price_isReadAsItWasWritten(TestServer.Version version) {
        open(version);
        add(DISK, TIERED);

        Price read = database.with(session -> store.table(session, List.of(TIERED.key())))
                .require(TIERED.key(), JUNE);
        assertThat(read)
                .usingRecursiveComparison()
                .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                .isEqualTo(TIERED);
        assertThat(all()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(names = "NEWEST")
    void price_ofTheSameDay_isReplaced_andOlderOnesStay(TestServer.Version version) {
        open(version);
        Price later = Price.flat("sql-disk", "GiB-month", "0.19", JUNE, "list");
        add(DISK, Price.flat("sql-disk", "GiB-month", "0.18", JUNE, "list"), later);
        add(Price.flat("sql-disk", "GiB-month", "0.20", JUNE, "list"));

        assertThat(all())
                .extracting(price -> price.tiers().get(0).each())
                .containsExactly(new BigDecimal("0.17"), new BigDecimal("0.20"));
        assertThat(database.with(session -> store.on(session, JUNE.minusDays(1), 10, Optional.empty()))
                        .items())
                .containsExactly(DISK);
        assertThat(database.with(session -> store.on(session, MAY.minusDays(1), 10, Optional.empty()))
                        .items())
                .isEmpty();
    }

    // A start must not take back a price that somebody corrected.
    @ParameterizedTest
    @EnumSource(names = "NEWEST")
    void installed_comesBack_butNotOverAnother(TestServer.Version version) {
        open(version);
        Price corrected = Price.flat("sql-disk", "GiB-month", "0.11", MAY, "contract");
        Price other = Price.flat("log-bytes", "GiB", "0.50", MAY, "list");
        add(corrected);
        database.inTransaction(session -> {
            store.install(session, List.of(DISK, other));
            store.install(session, List.of(DISK, other));
            return true;
        });
        assertThat(all()).containsExactly(other, corrected);

        database.inTransaction(session -> {
            store.replace(session, List.of(DISK, other), List.of(TIERED));
            return true;
        });
        assertThat(all()).extracting(Price::key).containsExactly("log-bytes", TIERED.key(), "sql-disk");
        assertThat(all()).contains(DISK);
    }

    @ParameterizedTest
    @EnumSource(names = "NEWEST")
    void on_isPaged(TestServer.Version version) {
        open(version);
        add(DISK, TIERED, Price.flat("b", "GiB", "1", MAY, "list"), Price.flat("B", "GiB", "1", MAY, "list"));

        Page<Price> first = database.with(session -> store.on(session, JUNE, 3, Optional.empty()));
        assertThat(first.items()).extracting(Price::key).containsExactly("B", "b", TIERED.key());
        assertThat(database.with(session -> store.on(session, JUNE, 3, first.next()))
                        .items())
                .extracting(Price::key)
                .containsExactly("sql-disk");
    }
}
