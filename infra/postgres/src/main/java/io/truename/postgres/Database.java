// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.api.PostgresqlException;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import io.r2dbc.spi.R2dbcTimeoutException;
import io.r2dbc.spi.Result;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.util.Loggers;

/** Connection pool for one database. Opens the first connection on the first request. */
public final class Database implements AutoCloseable {
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);
    /** The pool tries again once, as an idle connection may turn out to be dead; it does so after a time-out, too. */
    private static final int ACQUIRE_TRIES = 2;

    /** Time-out of the farewell to servers that may be gone. */
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    static {
        // Without a logging library, the driver's fallback writes plain text to the console, between the function's log
        // lines.
        Loggers.useJdkLoggers();
    }

    private final ConnectionPool pool;
    private final String applicationName;
    private final Duration longestAcquire;
    private final LastServerError lastServerError = new LastServerError();

    private Database(ConnectionPool pool, String applicationName, Duration longestAcquire) {
        this.pool = pool;
        this.applicationName = applicationName;
        this.longestAcquire = longestAcquire;
    }

    /**
     * Creates a pool without connecting.
     *
     * @param applicationName name of the sessions in pg_stat_activity
     * @param mostConnections maximum of open connections; a caller waits for one for at most twice ten seconds
     */
    public static Database of(DatabaseUrl url, String applicationName, int mostConnections) {
        return of(url, applicationName, mostConnections, LONGEST_CONNECT);
    }

    /** As {@link #of(DatabaseUrl, String, int)}, with another time-out of each of the two tries. */
    static Database of(DatabaseUrl url, String applicationName, int mostConnections, Duration longestTry) {
        return of(new PreparedConnections(url, applicationName, false), mostConnections, longestTry);
    }

    /**
     * As {@link #of}, for reading large values of bytes: statements with bound values answer in PostgreSQL's binary formats. As text
     * such a value is twice as long, and the driver takes microseconds for each few bytes of it.
     */
    public static Database ofBinary(DatabaseUrl url, String applicationName, int mostConnections) {
        return of(new PreparedConnections(url, applicationName, true), mostConnections, LONGEST_CONNECT);
    }

    private static Database of(PreparedConnections connections, int mostConnections, Duration longestTry) {
        return new Database(
                new ConnectionPool(ConnectionPoolConfiguration.builder(connections)
                        .initialSize(0)
                        .maxSize(mostConnections)
                        .maxAcquireTime(longestTry)
                        .acquireRetry(ACQUIRE_TRIES - 1)
                        .maxCreateConnectionTime(LONGEST_CONNECT)
                        .maxIdleTime(Duration.ofMinutes(5))
                        .build()),
                connections.applicationName(),
                longestTry.multipliedBy(ACQUIRE_TRIES));
    }

    /**
     * Acquires a connection; the caller closes it.
     *
     * @throws SqlException if no connection is available
     */
    public Session open() {
        try {
            return Session.on(pool.create(), lastServerError);
        } catch (SqlException failed) {
            PoolUse use = poolUse();
            boolean ours = failed.getCause() instanceof R2dbcTimeoutException && use.acquired() >= use.most();
            throw ours
                    ? new SqlException(
                            "53300",
                            "All " + use.most() + " connections of this process were in use for "
                                    + longestAcquire.toSeconds() + " s",
                            failed)
                    : failed;
        }
    }

    /** Runs the work on a connection, and returns the connection to the pool. */
    public <T> T with(Function<Session, T> work) {
        try (Session session = open()) {
            return work.apply(session);
        }
    }

    /** Runs the work in one transaction: commits when it returns, rolls back when it throws. */
    public <T> T inTransaction(Function<Session, T> work) {
        try (Session session = open()) {
            return session.inTransaction(() -> work.apply(session));
        }
    }

    /** Name of the sessions in pg_stat_activity. */
    public String applicationName() {
        return applicationName;
    }

    /** Usage of the pool. */
    public PoolUse poolUse() {
        return pool.getMetrics()
                .map(metrics -> new PoolUse(
                        metrics.acquiredSize(), metrics.pendingAcquireSize(), metrics.getMaxAllocatedSize()))
                .orElse(new PoolUse(0, 0, 1));
    }

    /**
     * Usage of a connection pool.
     *
     * @param acquired connections in use
     * @param waiting callers waiting for one
     * @param most maximum of open connections
     */
    public record PoolUse(int acquired, int waiting, int most) {}

    /** Closes all connections; a connection that is lost already, or that ends at this moment, is no error. */
    @Override
    public void close() {
        pool.disposeLater().timeout(LONGEST_CLOSE).onErrorComplete().block();
    }

    /** Connection factory that applies our {@link SessionSettings}; fails if a connection refuses them. */
    private record PreparedConnections(DatabaseUrl url, String applicationName, boolean binary)
            implements ConnectionFactory {
        @Override
        public Mono<Connection> create() {
            return connect(SessionSettings.LOGIN)
                    .onErrorResume(PreparedConnections::refusesParameters, refused -> connect(Map.of()))
                    .flatMap(connection -> run(connection, SessionSettings.FIRST)
                            .then(Mono.defer(() -> run(connection, SessionSettings.REST)))
                            .thenReturn((Connection) connection)
                            .onErrorResume(failed ->
                                    connection.close().onErrorComplete().then(Mono.error(failed))));
        }

        private Mono<PostgresqlConnection> connect(Map<String, String> parameters) {
            return new PostgresqlConnectionFactory(PostgresqlConnectionConfiguration.builder()
                            .host(url.host())
                            .port(url.port())
                            .database(url.database())
                            .username(url.user())
                            .password(url.password())
                            .applicationName(applicationName)
                            .connectTimeout(LONGEST_CONNECT)
                            .tcpKeepAlive(true)
                            .tcpNoDelay(true)
                            .options(parameters)
                            .forceBinary(binary)
                            .build())
                    .create();
        }

        /** Whether a pooler refused login parameters that it does not know; the server itself knows them. */
        private static boolean refusesParameters(Throwable failed) {
            return failed instanceof PostgresqlException refused
                    && refused.getErrorDetails().getCode().equals("08P01");
        }

        private static Mono<Void> run(Connection connection, String sql) {
            return Session.results(connection.createStatement(sql), Result::getRowsUpdated)
                    .then();
        }

        @Override
        public ConnectionFactoryMetadata getMetadata() {
            return () -> "PostgreSQL";
        }
    }
}
