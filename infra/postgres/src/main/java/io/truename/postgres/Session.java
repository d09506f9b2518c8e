// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import io.r2dbc.spi.Wrapped;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Database connection that runs one statement after the other. Each call blocks until its answer arrives, for at most
 * {@link #longestWait}. Values are bound to {@code $1, $2, ...}; arrays are bound as arrays. Not thread-safe.
 */
public final class Session implements AutoCloseable {
    /** Longer than every statement time-out that we set, so that PostgreSQL's own error arrives first if it can. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(40);

    /** Time-out of each of two messages to a server that may be gone. */
    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(1);

    private final Connection connection;
    private final LastServerError lastServerError;
    private boolean abandoned;
    private Duration longestWait = LONGEST_WAIT;

    private Session(Connection connection, LastServerError lastServerError) {
        this.connection = connection;
        this.lastServerError = lastServerError;
    }

    static Session on(Publisher<? extends Connection> connecting, LastServerError lastServerError) {
        try {
            return new Session(
                    required(BlockingCalls.awaitConnection(Mono.from(connecting), LONGEST_WAIT)), lastServerError);
        } catch (SqlException failed) {
            throw lastServerError.with(failed);
        }
    }

    /** Sets the longest wait for an answer, after which the connection counts as lost. */
    public Session longestWait(Duration wait) {
        longestWait = wait;
        return this;
    }

    /** Longest wait for an answer. */
    public Duration longestWait() {
        return longestWait;
    }

    /** Typed null to bind. */
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
        answer(results(connection.createStatement(sql), Result::getRowsUpdated).then());
    }

    /** Runs one statement and returns the number of rows that it changed. */
    public long update(String sql, Object... values) {
        Long rows = answer(results(bound(sql, values), Result::getRowsUpdated).reduce(0L, Long::sum));
        return rows == null ? 0 : rows;
    }

    /** Runs a query and returns all rows. */
    public <T> List<T> list(String sql, RowReader<T> reader, Object... values) {
        List<T> rows = answer(results(bound(sql, values), result -> result.map(row -> read(row, reader)))
                .collectList());
        return rows == null ? List.of() : rows;
    }

    /** Runs a query and returns its only row, or empty if there is none. */
    public <T> Optional<T> find(String sql, RowReader<T> reader, Object... values) {
        List<T> rows = list(sql, reader, values);
        if (rows.size() > 1) {
            throw new IllegalStateException("More than one row: " + sql);
        }
        return rows.stream().findFirst();
    }

    /** Runs a query and returns its only row. */
    public <T> T one(String sql, RowReader<T> reader, Object... values) {
        return find(sql, reader, values).orElseThrow(() -> new IllegalStateException("No row: " + sql));
    }

    /**
     * Streams the rows of a query to {@code taker} and holds at most {@code fetch} of them in memory. Must be called within a
     * transaction, and not from its own {@code taker}; an exception of {@code taker} ends the reading. Each {@code fetch} rows are an
     * answer of their own, so nothing is in flight while {@code taker} works.
     */
    public <T> void each(String sql, int fetch, RowReader<T> reader, Consumer<T> taker, Object... values) {
        // All cursors share one name, because the driver keeps a prepared statement for each text.
        update("DECLARE truename_each NO SCROLL CURSOR FOR " + sql, values);
        boolean usable = true;
        try {
            List<T> rows;
            do {
                rows = fetch(fetch, reader);
                rows.forEach(taker);
            } while (rows.size() == fetch);
        } catch (SqlException failed) {
            usable = false;
            throw failed;
        } finally {
            if (usable) {
                execute("CLOSE truename_each");
            }
        }
    }

    private <T> List<T> fetch(int rows, RowReader<T> reader) {
        return list("FETCH " + rows + " FROM truename_each", reader);
    }

    /** Begins a READ COMMITTED transaction. */
    public void begin() {
        answer(Mono.from(connection.beginTransaction()));
    }

    /**
     * Commits the transaction.
     *
     * @throws SqlException with {@link SqlException#connectionLost} if the outcome of the commit is unknown
     */
    public void commit() {
        answer(Mono.from(connection.commitTransaction()));
    }

    /** Rolls the transaction back; does nothing on a lost connection. */
    public void rollback() {
        if (abandoned) {
            return;
        }
        try {
            answer(Mono.from(connection.rollbackTransaction()));
        } catch (SqlException alreadyGone) {
            // The server rolls back the transaction of a client that is gone.
        }
    }

    /** Runs the work in one transaction: commits when it returns, rolls back when it throws. */
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

    /** Returns the connection to the pool, and rolls an open transaction back. */
    @Override
    public void close() {
        if (!abandoned && !connection.isAutoCommit()) {
            rollback();
        }
        Mono.from(connection.close())
                .timeout(abandoned ? LONGEST_GOODBYE : longestWait)
                .onErrorComplete()
                .block();
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

    /**
     * Runs a statement. The prefetch asks the driver for messages before it sends the statement. Else the first of them wait in a
     * buffer that the caller's thread empties beside the driver's own, and driver 1.1.1 lost the order of messages there.
     */
    static <T> Flux<T> results(Statement statement, Function<Result, Publisher<? extends T>> reading) {
        Publisher<? extends Result> results = statement.execute();
        return Flux.<Result>from(results).concatMap(reading, 1);
    }

    private static <T> T read(Readable row, RowReader<T> reader) {
        try {
            return reader.read(new Fields(row));
        } catch (RuntimeException failed) {
            throw new ReaderException(failed);
        }
    }

    private <T> @Nullable T answer(Mono<T> mono) {
        if (abandoned) {
            throw BlockingCalls.lost();
        }
        try {
            T answer = BlockingCalls.await(mono, longestWait);
            lastServerError.answered();
            return answer;
        } catch (SqlException failed) {
            if (BlockingCalls.leavesAnAnswer(failed)) {
                abandon();
            }
            throw lastServerError.with(failed);
        }
    }

    /**
     * Cancels the running statement and closes the connection: a rollback would queue behind the answer that does not arrive, or that
     * the driver cannot read. The pool drops closed connections.
     */
    private void abandon() {
        abandoned = true;
        if (connection instanceof Wrapped<?> pooled && pooled.unwrap() instanceof PostgresqlConnection own) {
            briefly(own.cancelRequest());
            briefly(own.close());
        }
    }

    private static void briefly(Mono<Void> goodbye) {
        goodbye.timeout(LONGEST_GOODBYE).onErrorComplete().block();
    }

    private static <T> T required(@Nullable T value) {
        return Objects.requireNonNull(value, "an answer was empty");
    }
}
