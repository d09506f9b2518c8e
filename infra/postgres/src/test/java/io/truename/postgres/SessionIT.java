// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.fault.Fault;
import io.truename.testkit.fault.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Time-outs of these tests are shorter than the usual wait for an answer, which they would come to if they were to queue. */
class SessionIT {
    private static final int ROWS = 12_345;
    private static final int FETCH = 500;
    private static final String NUMBERS = "SELECT n, md5(n::text)::uuid FROM generate_series(1, $1::bigint) AS n";

    private TestDatabase test;

    @BeforeEach
    void database() {
        test = TestServer.shared(TestServer.Version.NEWEST).database();
    }

    @Test
    void each_handsOverEveryRowInOrder_andIsDoneAgain() {
        with(
                test.url(),
                session -> session.inTransaction(() -> {
                    for (long rows : List.of(0L, 1L, (long) FETCH, (long) ROWS)) {
                        List<Long> seen = new ArrayList<>();
                        session.each(NUMBERS, FETCH, row -> row.get(0, Long.class), seen::add, rows);
                        assertThat(seen)
                                .containsExactlyElementsOf(
                                        LongStream.rangeClosed(1, rows).boxed().toList());
                    }
                    session.each(NUMBERS, FETCH, row -> row.get(1, UUID.class), id -> {}, 1L);
                    assertThat(session.<Long>one(
                                    "SELECT count(*) AS n FROM pg_prepared_statements WHERE statement LIKE 'FETCH%'",
                                    row -> row.number("n")))
                            .as("statements that the driver keeps")
                            .isZero();
                    return true;
                }));
    }

    @Test
    @Timeout(20)
    void each_takerThrows_leavesTheTransactionUsable() {
        with(test.url(), session -> {
            session.begin();
            assertThatThrownBy(() -> session.each(
                            NUMBERS,
                            FETCH,
                            row -> row.get(0, Long.class),
                            n -> {
                                if (n == FETCH + 1) {
                                    throw new IllegalArgumentException("enough");
                                }
                            },
                            (long) ROWS))
                    .hasMessage("enough");
            AtomicLong count = new AtomicLong();
            session.each(NUMBERS, FETCH, row -> row.get(0, Long.class), n -> count.incrementAndGet(), (long) ROWS);
            assertThat(count).hasValue(ROWS);
            session.rollback();
            return true;
        });
    }

    @Test
    @Timeout(20)
    void each_stalledInTheMiddle_isBounded_andTheConnectionIsNotUsedAgain() {
        try (TcpProxy proxy = TcpProxy.before(test.server().port());
                Database database = Database.of(DatabaseUrl.parse(test.url(proxy.port())), "session-test", 1)) {
            try (Session session = database.open()) {
                session.longestWait(Duration.ofMillis(500));
                session.begin();
                List<Long> seen = new ArrayList<>();
                SqlException failed = catchThrowableOfType(
                        SqlException.class,
                        () -> session.each(
                                NUMBERS,
                                FETCH,
                                row -> row.get(0, Long.class),
                                n -> {
                                    seen.add(n);
                                    if (n == 5 * FETCH) {
                                        proxy.atNext("FETCH", Fault.freeze());
                                    }
                                },
                                (long) ROWS));
                assertThat(failed.connectionLost()).isTrue();
                assertThat(seen).hasSize(5 * FETCH);
                session.rollback();
                assertThatExceptionOfType(SqlException.class).isThrownBy(() -> session.execute("SELECT 1"));
            }
            assertThat(database.<Boolean>with(session -> session.one("SELECT true AS t", row -> row.flag("t"))))
                    .isTrue();
            assertThat(proxy.connections()).isGreaterThanOrEqualTo(2);
        }
    }

    /** The connection's state is unknown then: it must neither go back to the pool nor take the rollback. */
    @Test
    @Timeout(20)
    void answer_thatTheDriverCannotRead_isALostConnection() {
        try (TcpProxy proxy = TcpProxy.before(test.server().port());
                Database database = Database.of(DatabaseUrl.parse(test.url(proxy.port())), "session-test", 1)) {
            Set<Integer> backends = new HashSet<>();
            SqlException failed = catchThrowableOfType(
                    SqlException.class,
                    () -> database.inTransaction(session -> {
                        backends.add(backend(session));
                        proxy.atNext("generate_series", Fault.loseRowDescription());
                        return session.list(
                                "SELECT n FROM generate_series(1, $1) AS n", row -> row.get(0, Integer.class), 3);
                    }));
            assertThat(failed.connectionLost()).isTrue();
            assertThat(failed.explanation()).contains("could not read");
            assertThat(backends.add(database.with(SessionIT::backend))).isTrue();
        }
    }

    private static int backend(Session session) {
        return session.one("SELECT pg_backend_pid()", row -> row.get(0, Integer.class));
    }

    /** A fault of the code that takes a row is its own, and leaves the connection as it was. */
    @Test
    void reader_throws_leavesTheTransactionUsable() {
        with(test.url(), session -> {
            session.begin();
            IllegalStateException own = new IllegalStateException("own");
            assertThatThrownBy(() -> session.list(
                            "SELECT 1 WHERE $1",
                            row -> {
                                throw own;
                            },
                            true))
                    .isSameAs(own);
            assertThat(backend(session)).isPositive();
            session.rollback();
            return true;
        });
    }

    @Test
    @Timeout(30)
    void statement_notAnsweredInTime_isCancelledOnTheServer() {
        with(test.url(), session -> {
            session.longestWait(Duration.ofMillis(300));
            assertThatExceptionOfType(SqlException.class).isThrownBy(() -> session.execute("SELECT pg_sleep(600)"));
            return true;
        });
        while (!test.value("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND state = 'active' AND query LIKE 'SELECT pg_sleep%'")
                .equals("0")) {
            Thread.onSpinWait();
        }
    }

    @Test
    void open_poolInUse_saysSo() {
        try (Database database = Database.of(DatabaseUrl.parse(test.url()), "session-test", 1, Duration.ofSeconds(1));
                Session only = database.open()) {
            SqlException failed = catchThrowableOfType(SqlException.class, database::open);
            assertThat(failed.sqlState()).isEqualTo("53300");
            assertThat(failed).hasMessageContaining("All 1 connections of this process were in use for 2 s");
            only.execute("SELECT 1");
        }
    }

    @Test
    void open_noServer_namesWhereItLooked() {
        assertThatExceptionOfType(SqlException.class)
                .isThrownBy(() -> with(test.url(1), session -> true))
                .withMessageContaining("No connection could be made")
                .withMessageContaining("localhost")
                .satisfies(failed -> assertThat(failed.sqlState()).isEqualTo("08001"));
    }

    @Test
    void error_carriesWhatTheServerSaid() {
        test.execute(
                "CREATE SCHEMA lib; CREATE TABLE lib.paper (id int CONSTRAINT positive CHECK (id > 0), note text NOT NULL);"
                        + " CREATE FUNCTION lib.deny() RETURNS trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN RAISE 'no %', NEW.id USING DETAIL = 'd', HINT = 'h', ERRCODE = '57P01'; END $$");
        with(test.url(), session -> {
            ServerError check = failure(session, "INSERT INTO lib.paper VALUES (-1, 'x')");
            assertThat(check.sqlState()).isEqualTo("23514");
            assertThat(List.of(check.schema(), check.table(), check.constraint()))
                    .containsExactly("lib", "paper", "positive");
            assertThat(check.explanation())
                    .contains("violates check constraint", "Detail: Failing row contains (-1, x)");
            assertThat(check.raisedInFunction()).isFalse();
            assertThat(failure(session, "INSERT INTO lib.paper VALUES (1, NULL)")
                            .column())
                    .isEqualTo("note");

            session.execute("CREATE TRIGGER deny BEFORE INSERT ON lib.paper FOR EACH ROW EXECUTE FUNCTION lib.deny()");
            ServerError raised = failure(session, "INSERT INTO lib.paper VALUES (7, 'x')");
            assertThat(raised.raisedInFunction()).isTrue();
            assertThat(raised.endsSession())
                    .as("a code of class 57 alone ends no session")
                    .isFalse();
            assertThat(raised.explanation())
                    .startsWith("no 7. Detail: d. Hint: h. Context: PL/pgSQL function lib.deny() line 1 at RAISE");
            return true;
        });
    }

    @Test
    void error_thatEndsTheSession_isALostConnection() {
        with(test.url(), session -> {
            ServerError ended = failure(session, "SELECT pg_terminate_backend(pg_backend_pid())");
            assertThat(ended.sqlState()).isEqualTo("57P01");
            assertThat(ended.endsSession()).isTrue();
            return true;
        });
    }

    @Test
    void close_whileTheServerEndsTheConnection_isNoError() {
        for (int ended = 0; ended < 100; ended++) {
            Database database = Database.of(DatabaseUrl.parse(test.url()), "session-test", 1);
            database.<Boolean>with(session -> {
                failure(session, "SELECT pg_terminate_backend(pg_backend_pid())");
                return true;
            });
            database.close();
        }
    }

    private static ServerError failure(Session session, String sql) {
        return catchThrowableOfType(SqlException.class, () -> session.execute(sql))
                .error();
    }

    private static void with(String url, java.util.function.Function<Session, Boolean> work) {
        try (Database database = Database.of(DatabaseUrl.parse(url), "session-test", 2)) {
            assertThat(database.<Boolean>with(work)).isTrue();
        }
    }
}
