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
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.Loggers;

/** A small pool of connections to one database. Opens none until the first is asked for. */
public final class Database implements AutoCloseable {
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);

    static {
        // Without a logging library the driver's own would write to the console, as text among the function's lines.
        Loggers.useJdkLoggers();
    }

    private final ConnectionPool pool;
    private final String applicationName;
    private final LastServerError lastServerError = new LastServerError();

    private Database(ConnectionPool pool, String applicationName) {
        this.pool = pool;
        this.applicationName = applicationName;
    }

    /**
     * A pool that connects when asked.
     *
     * @param applicationName what pg_stat_activity shows
     * @param mostConnections at once; a caller waits for one ten seconds at most
     */
    public static Database of(DatabaseUrl url, String applicationName, int mostConnections) {
        return new Database(
                new ConnectionPool(ConnectionPoolConfiguration.builder(new PreparedConnections(url, applicationName))
                        .initialSize(0)
                        .maxSize(mostConnections)
                        .maxAcquireTime(LONGEST_CONNECT)
                        .maxCreateConnectionTime(LONGEST_CONNECT)
                        .maxIdleTime(Duration.ofMinutes(5))
                        .build()),
                applicationName);
    }

    /**
     * A connection of its own for the caller, who closes it.
     *
     * @throws SqlException if none can be had
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
                                    + LONGEST_CONNECT.toSeconds() + " s",
                            failed)
                    : failed;
        }
    }

    /** Does the work on a connection that is given back afterwards. */
    public <T> T with(Function<Session, T> work) {
        try (Session session = open()) {
            return work.apply(session);
        }
    }

    /** Does the work in one transaction: committed when it returns, rolled back when it throws. */
    public <T> T inTransaction(Function<Session, T> work) {
        try (Session session = open()) {
            return session.inTransaction(() -> work.apply(session));
        }
    }

    /** What its sessions are called in pg_stat_activity. */
    public String applicationName() {
        return applicationName;
    }

    /** How full the pool is. */
    public PoolUse poolUse() {
        return pool.getMetrics()
                .map(metrics -> new PoolUse(
                        metrics.acquiredSize(), metrics.pendingAcquireSize(), metrics.getMaxAllocatedSize()))
                .orElse(new PoolUse(0, 0, 1));
    }

    /**
     * How full a pool is.
     *
     * @param acquired connections in use
     * @param waiting callers waiting for one
     * @param most connections there may be
     */
    public record PoolUse(int acquired, int waiting, int most) {}

    @Override
    public void close() {
        pool.dispose();
    }

    /** Makes connections that have our {@link SessionSettings}; one that cannot have them is none. */
    private record PreparedConnections(DatabaseUrl url, String applicationName) implements ConnectionFactory {
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
                            .build())
                    .create();
        }

        /** As a pooler does with what it does not know; the server itself knows these. */
        private static boolean refusesParameters(Throwable failed) {
            return failed instanceof PostgresqlException refused
                    && refused.getErrorDetails().getCode().equals("08P01");
        }

        private static Mono<Void> run(Connection connection, String sql) {
            return Flux.from(connection.createStatement(sql).execute())
                    .concatMap(Result::getRowsUpdated)
                    .then();
        }

        @Override
        public ConnectionFactoryMetadata getMetadata() {
            return () -> "PostgreSQL";
        }
    }
}
