// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TcpProxyIT {
    private final TestDatabase database =
            TestServer.shared(TestServer.Version.NEWEST).database();
    private final TcpProxy proxy = TcpProxy.before(database.server().port());

    @BeforeEach
    void createTable() {
        database.execute("CREATE TABLE counter AS SELECT 0 AS n");
    }

    @Test
    void nothing_aimed() throws SQLException {
        batches(3);
        assertThat(counted()).isEqualTo("3");
        assertThat(proxy.passed(StepPoint.MOVE)).isEqualTo(3);
        assertThat(proxy.passed(StepPoint.COMMIT)).isEqualTo(3);
    }

    @Test
    void commit_cutBeforeIt() {
        ArmedFault aim = proxy.at(StepPoint.COMMIT, 2, Fault.cutBefore());
        assertThatThrownBy(() -> batches(3)).isInstanceOf(SQLException.class);
        assertThat(aim.struck()).isTrue();
        assertThat(counted()).isEqualTo("1");
    }

    @Test
    void commit_answerLost() {
        proxy.at(StepPoint.COMMIT, 2, Fault.cutBeforeTheAnswer());
        assertThatThrownBy(() -> batches(3)).isInstanceOf(SQLException.class);
        assertThat(counted()).isEqualTo("2");
    }

    @Test
    void move_cutAfterItsAnswer() {
        proxy.at(StepPoint.MOVE, 2, Fault.cutAfter());
        assertThatThrownBy(() -> batches(3)).isInstanceOf(SQLException.class);
        assertThat(counted()).isEqualTo("1");
    }

    @Test
    void statementTimeout_ofTheServerItself() {
        proxy.at(StepPoint.MOVE, 2, Fault.fail("SET LOCAL statement_timeout = '10ms'", "SELECT pg_sleep(10)"));
        assertThatThrownBy(() -> batches(3))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        failed -> assertThat(failed.getSQLState()).isEqualTo("57014"));
        assertThat(proxy.errors()).containsExactly("57014");
        assertThat(counted()).isEqualTo("1");
    }

    @Test
    void commit_failing() {
        proxy.at(StepPoint.COMMIT, 1, Fault.fail("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '53100'; END $$"));
        assertThatThrownBy(() -> batches(1)).hasMessageContaining("53100");
        assertThat(counted()).isEqualTo("0");
    }

    @Test
    void freeze_holdsUntilThaw()
            throws InterruptedException, ExecutionException, java.util.concurrent.TimeoutException {
        ArmedFault aim = proxy.at(StepPoint.MOVE, 1, Fault.freeze());
        CompletableFuture<Void> running = CompletableFuture.runAsync(() -> {
            try {
                batches(1);
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        });
        assertThat(aim.await(java.time.Duration.ofSeconds(20))).isTrue();
        assertThat(running).isNotDone();
        proxy.thaw();
        running.get(20, TimeUnit.SECONDS);
        assertThat(counted()).isEqualTo("1");
    }

    @Test
    void meanwhile_somethingElse() throws SQLException {
        AtomicInteger called = new AtomicInteger();
        proxy.at(StepPoint.MOVE, 2, Fault.meanwhile(called::incrementAndGet));
        batches(4);
        assertThat(called).hasValue(1);
    }

    @Test
    void serverControl_keepsPortAndData() {
        try (TestServer server = TestServer.start(TestServer.Version.OLDEST, Map.of("work_mem", "5MB"))) {
            TestDatabase own = server.database();
            own.execute("CREATE TABLE kept AS SELECT 1 AS n");
            ServerControl control = ServerControl.of(server);
            control.restart(ServerControl.Mode.IMMEDIATE);
            control.kill();
            control.restart(ServerControl.Mode.FAST);
            assertThat(own.value("SELECT n FROM kept")).isEqualTo("1");
            assertThat(own.value("SHOW work_mem")).isEqualTo("5MB");
        }
    }

    private String counted() {
        return database.value("SELECT n FROM counter");
    }

    /** As an engine does it. */
    private void batches(int times) throws SQLException {
        try (Connection connection = database.connect(proxy.port());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < times; i++) {
                statement.execute("SET LOCAL lock_timeout = '500ms'");
                statement.execute("/* truename:fence */ SELECT 1");
                statement.execute("/* truename:move */ UPDATE counter SET n = n + 1");
                connection.commit();
            }
        }
    }
}
