// SPDX-License-Identifier: Apache-2.0
package io.truename.local.database;

import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.truename.local.component.Health;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;

/** Monitor of the database server: health and status, queried over the network as a function would. Status is cached for 1 s. */
final class DatabaseMonitor {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final String TABLES = """
            SELECT s.schemaname || '.' || s.relname AS name, greatest(s.n_live_tup, c.reltuples::bigint, 0) AS rows
            FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
            ORDER BY 1 LIMIT 200""";

    private final String url;
    private final String advice;
    private final PostgresqlConnectionFactory connections;
    private final Mono<DatabaseStatus> status;

    /**
     * Creates a monitor; nothing is queried yet.
     *
     * @param advice the remedy to show when the server does not answer
     */
    DatabaseMonitor(DatabaseAddress address, String advice) {
        this.url = address.r2dbcUrl();
        this.advice = advice;
        this.connections = new PostgresqlConnectionFactory(address.configuration("truename console")
                .connectTimeout(PATIENCE)
                .statementTimeout(PATIENCE)
                .build());
        this.status = Mono.usingWhen(connections.create(), this::read, PostgresqlConnection::close)
                .timeout(PATIENCE)
                .onErrorReturn(unknown())
                .cache(PATIENCE);
    }

    DatabaseStatus status() {
        DatabaseStatus answer = status.block();
        return answer == null ? unknown() : answer;
    }

    Health health() {
        try {
            Mono.usingWhen(
                            connections.create(),
                            connection -> connection
                                    .createStatement("SELECT 1")
                                    .execute()
                                    .flatMap(result -> result.map(row -> 1))
                                    .then(),
                            PostgresqlConnection::close)
                    .block(PATIENCE);
            return Health.up("logged in at " + url + " and ran a query");
        } catch (RuntimeException e) {
            return Health.down(url + " does not answer: " + advice);
        }
    }

    private Mono<DatabaseStatus> read(PostgresqlConnection connection) {
        Mono<Long> size = connection
                .createStatement("SELECT pg_database_size(current_database()) AS size")
                .execute()
                .flatMap(result -> result.map((row, columns) -> number(row.get("size", Long.class))))
                .single();
        Mono<List<TableStatus>> tables = connection
                .createStatement(TABLES)
                .execute()
                .flatMap(result -> result.map((row, columns) -> new TableStatus(
                        String.valueOf(row.get("name", String.class)), number(row.get("rows", Long.class)))))
                .collectList();
        String version = connection.getMetadata().getDatabaseVersion();
        return size.flatMap(bytes -> tables.map(list -> new DatabaseStatus(url, version, bytes, list)));
    }

    private DatabaseStatus unknown() {
        return new DatabaseStatus(url, "", 0, List.of());
    }

    private static long number(@org.jspecify.annotations.Nullable Long value) {
        return value == null ? 0 : value;
    }
}
