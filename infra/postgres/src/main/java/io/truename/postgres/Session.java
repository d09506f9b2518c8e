// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

import io.r2dbc.postgresql.api.PostgresqlException;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One connection, one statement after the other. A batch is a sequence by nature, so its code reads as one: each call waits
 * for its answer, within {@link #longestWait}. Values are bound to {@code $1, $2, ...}; arrays are bound as arrays. Belongs to one
 * thread.
 */
public final class Session implements AutoCloseable {
    /** Above every statement time-out we set, so that PostgreSQL's own error comes first where it can. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(40);

    private final Connection connection;
    private Duration longestWait = LONGEST_WAIT;

    private Session(Connection connection) {
        this.connection = connection;
    }

    static Session on(Publisher<? extends Connection> connecting) {
        return new Session(required(answer(Mono.from(connecting), LONGEST_WAIT)));
    }

    /** How long an answer is waited for before the connection counts as lost. */
    public Session longestWait(Duration wait) {
        longestWait = wait;
        return this;
    }

    /** How long an answer is waited for now. */
    public Duration longestWait() {
        return longestWait;
    }

    /** A null of a type, to be bound. */
    public record Null(Class<?> type) {}

    /** Reads one row. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(Fields row);
    }

    /** The columns of a row, by name or position from 0. */
    public static final class Fields {
        private final Readable row;

        private Fields(Readable row) {
            this.row = row;
        }

        /** A value that cannot be null. */
        public <T> T get(String column, Class<T> type) {
            return Objects.requireNonNull(row.get(column, type), column);
        }

        /** A value that cannot be null. */
        public <T> T get(int column, Class<T> type) {
            return Objects.requireNonNull(row.get(column, type), "column");
        }

        /** A value that may be null. */
        public <T> Optional<T> find(String column, Class<T> type) {
            return Optional.ofNullable(row.get(column, type));
        }

        /** A value that may be null. */
        public <T> @Nullable T orNull(int column, Class<T> type) {
            return row.get(column, type);
        }

        public String text(String column) {
            return get(column, String.class);
        }

        public long number(String column) {
            return get(column, Long.class);
        }

        public boolean flag(String column) {
            return get(column, Boolean.class);
        }
    }

    /** Runs SQL without values; several statements may be separated by semicolons. */
    public void execute(String sql) {
        answer(
                Flux.from(connection.createStatement(sql).execute())
                        .concatMap(Result::getRowsUpdated)
                        .then(),
                longestWait);
    }

    /** Runs one statement; how many rows it changed. */
    public long update(String sql, Object... values) {
        Long rows = answer(
                Flux.from(bound(sql, values).execute())
                        .concatMap(Result::getRowsUpdated)
                        .reduce(0L, Long::sum),
                longestWait);
        return rows == null ? 0 : rows;
    }

    /** Every row. */
    public <T> List<T> list(String sql, RowReader<T> reader, Object... values) {
        List<T> rows = answer(read(bound(sql, values), reader).collectList(), longestWait);
        return rows == null ? List.of() : rows;
    }

    /** The only row, or empty when there is none. */
    public <T> Optional<T> find(String sql, RowReader<T> reader, Object... values) {
        List<T> rows = list(sql, reader, values);
        if (rows.size() > 1) {
            throw new IllegalStateException("More than one row: " + sql);
        }
        return rows.stream().findFirst();
    }

    /** The only row. */
    public <T> T one(String sql, RowReader<T> reader, Object... values) {
        return find(sql, reader, values).orElseThrow(() -> new IllegalStateException("No row: " + sql));
    }

    /**
     * Hands over row after row without holding more than {@code fetch} of them. Must be called within a transaction. What
     * {@code taker} throws ends the reading.
     */
    public <T> void each(String sql, int fetch, RowReader<T> reader, Consumer<T> taker, Object... values) {
        try {
            for (T row : read(bound(sql, values).fetchSize(fetch), reader).toIterable(fetch)) {
                taker.accept(row);
            }
        } catch (R2dbcException failed) {
            throw translated(failed);
        }
    }

    /** Begins a transaction: READ COMMITTED. */
    public void begin() {
        answer(Mono.from(connection.beginTransaction()), longestWait);
    }

    /**
     * Commits.
     *
     * @throws SqlException with {@link SqlException#connectionLost} when nobody knows whether it happened
     */
    public void commit() {
        answer(Mono.from(connection.commitTransaction()), longestWait);
    }

    /** Rolls back; on a lost connection there is nothing to do. */
    public void rollback() {
        try {
            answer(Mono.from(connection.rollbackTransaction()), longestWait);
        } catch (SqlException alreadyGone) {
            // The server rolls back what has no client any more.
        }
    }

    /** Does the work in one transaction: committed when it returns, rolled back when it throws. */
    public <T> T inTransaction(Supplier<T> work) {
        begin();
        T result;
        try {
            result = work.get();
        } catch (RuntimeException | Error failed) {
            rollback();
            throw failed;
        }
        commit();
        return result;
    }

    /** Gives the connection back; an open transaction is rolled back. */
    @Override
    public void close() {
        if (!connection.isAutoCommit()) {
            rollback();
        }
        Mono.from(connection.close()).onErrorComplete().block(longestWait);
    }

    private Statement bound(String sql, Object... values) {
        Statement statement = connection.createStatement(sql);
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof Null nothing) {
                statement.bindNull(i, nothing.type());
            } else {
                statement.bind(i, values[i]);
            }
        }
        return statement;
    }

    private static <T> Flux<T> read(Statement statement, RowReader<T> reader) {
        Publisher<? extends Result> results = statement.execute();
        return Flux.from(results).concatMap(result -> result.map(row -> reader.read(new Fields(row))));
    }

    private static <T> @Nullable T answer(Mono<T> mono, Duration longest) {
        try {
            return mono.timeout(longest).block();
        } catch (RuntimeException failed) {
            throw translated(failed);
        }
    }

    private static SqlException translated(RuntimeException failed) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failed; cause != null && causes.size() < 8; cause = cause.getCause()) {
            causes.add(cause);
        }
        for (Throwable cause : causes) {
            if (cause instanceof PostgresqlException postgres) {
                return new SqlException(
                        postgres.getErrorDetails().getCode(),
                        postgres.getErrorDetails().getMessage(),
                        failed);
            }
        }
        for (Throwable cause : causes) {
            if (cause instanceof TimeoutException) {
                return new SqlException("08006", "The database did not answer in time", failed);
            }
        }
        for (Throwable cause : causes) {
            // The driver's and the pool's own failures: the connection could not be made, or broke.
            if (cause instanceof R2dbcException || cause instanceof java.io.IOException) {
                return new SqlException("08006", "The connection to the database was lost", failed);
            }
        }
        throw failed;
    }

    private static <T> T required(@Nullable T value) {
        return Objects.requireNonNull(value, "an answer was empty");
    }
}
