// SPDX-License-Identifier: Apache-2.0
package io.truename.local.database;

import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.Row;
import io.truename.local.component.Health;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;

/** Monitor of the database server: health and status, queried over the network as a function would. Status is cached for 1 s. */
final class DatabaseMonitor {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final String TABLES = """
            SELECT s.schemaname || '.' || s.relname AS name, greatest(s.n_live_tup, c.reltuples::bigint, 0) AS rows,
                   pg_total_relation_size(c.oid) AS bytes
            FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
            ORDER BY 1 LIMIT 200""";

    private static final String SERVER = """
            SELECT pg_database_size(current_database()) AS size, count(*) AS connections,
                   count(*) FILTER (WHERE state = 'active') AS active,
                   count(*) FILTER (WHERE wait_event_type = 'Lock') AS waiting,
                   current_setting('max_connections')::bigint AS most,
                   max(t.xact_commit) AS commits, max(t.xact_rollback) AS rollbacks, max(t.deadlocks) AS deadlocks
            FROM pg_stat_activity a JOIN pg_stat_database t ON t.datid = a.datid WHERE a.datname = current_database() AND backend_type = 'client backend'""";

    private final String url;
    private final boolean external;
    private final String advice;
    private final PostgresqlConnectionFactory connections;
    private final Mono<DatabaseStatus> status;

    /**
     * Creates a monitor; nothing is queried yet.
     *
     * @param advice the remedy to show when the server does not answer
     * @param external whether the user runs the server
     */
    DatabaseMonitor(DatabaseAddress address, String advice, boolean external) {
        this.external = external;
        this.url = address.r2dbcUrl();
        this.advice = advice;
        this.connections = new PostgresqlConnectionFactory(address.configuration("truename console")
                .connectTimeout(PATIENCE)
                .statementTimeout(PATIENCE)
                .build());
        this.status = Mono.usingWhen(connections.create(), this::read, PostgresqlConnection::close)
                .timeout(PATIENCE)
                .onErrorReturn(unknown())
                .cache(FRESH);
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
            return Health.up("Logged in at " + url.replaceFirst("^r2dbc:postgresql://", "") + " and ran a query.");
        } catch (RuntimeException e) {
            return Health.down(url + " does not answer: " + advice);
        }
    }

    private Mono<DatabaseStatus> read(PostgresqlConnection connection) {
        Mono<List<TableStatus>> tables = connection
                .createStatement(TABLES)
                .execute()
                .flatMap(result -> result.map((row, columns) -> new TableStatus(
                        String.valueOf(row.get("name", String.class)), number(row, "rows"), number(row, "bytes"))))
                .collectList();
        String version = connection.getMetadata().getDatabaseVersion();
        return tables.flatMap(list -> connection
                .createStatement(SERVER)
                .execute()
                .flatMap(result -> result.map((row, columns) -> new DatabaseStatus(
                        url,
                        version,
                        number(row, "size"),
                        number(row, "connections"),
                        number(row, "active"),
                        number(row, "waiting"),
                        number(row, "most"),
                        new DatabaseStatus.Totals(
                                number(row, "commits"), number(row, "rollbacks"), number(row, "deadlocks")),
                        external,
                        list)))
                .single());
    }

    private DatabaseStatus unknown() {
        return new DatabaseStatus(url, "", 0, 0, 0, 0, 0, DatabaseStatus.Totals.NONE, external, List.of());
    }

    private static long number(Row row, String column) {
        Long value = row.get(column, Long.class);
        return value == null ? 0 : value;
    }
}
