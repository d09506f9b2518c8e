// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.advice;

import io.truename.corpus.schema.TableName;
import io.truename.postgres.Session;
import io.truename.probing.advice.DatabaseReading;
import io.truename.probing.advice.QueryFacts;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Store of the counters of one reading, in schema truename. A reading replaces one that is at least {@link #BETWEEN} older. */
public final class ReadingStore {
    /** Readings that follow each other closely are compared with the same earlier one. */
    public static final Duration BETWEEN = Duration.ofMinutes(10);

    private static final String KEEP = """
        INSERT INTO truename.database_reading AS kept (single, at, blocks_hit, blocks_read) VALUES (true, $1, $2, $3)
            ON CONFLICT (single) DO UPDATE SET at = excluded.at, blocks_hit = excluded.blocks_hit, blocks_read = excluded.blocks_read
         WHERE kept.at <= $4\
        """;

    private static final String KEEP_STATEMENTS = """
        INSERT INTO truename.statement_reading (id, calls, millis, blocks)
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::float8[], $4::bigint[]) ON CONFLICT DO NOTHING\
        """;

    private static final String KEEP_REPLICAS = """
        INSERT INTO truename.replica_reading (name, replayed)
        SELECT * FROM unnest($1::text[], $2::bigint[])\
        """;

    /** An index keeps the time at which it was first seen, also over a reading that could see none. */
    private static final String KEEP_INDEXES = """
        WITH present AS (SELECT * FROM unnest($1::text[], $2::text[]) AS given(schema, name)),
        gone AS (DELETE FROM truename.index_seen s WHERE EXISTS (SELECT FROM present) AND NOT EXISTS (
                 SELECT FROM present p WHERE p.schema = s.schema AND p.name = s.name))
        INSERT INTO truename.index_seen (schema, name, at) SELECT schema, name, $3 FROM present ON CONFLICT DO NOTHING\
        """;

    private ReadingStore() {}

    private record Server(Instant at, long blocksHit, long blocksRead) {}

    /** The counters of the last reading that was kept. */
    public static Optional<DatabaseReading.Counters> find(Session session) {
        Optional<Server> server = session.find(
                "SELECT at, blocks_hit, blocks_read FROM truename.database_reading",
                row -> new Server(
                        row.get("at", OffsetDateTime.class).toInstant(),
                        row.number("blocks_hit"),
                        row.number("blocks_read")));
        return server.map(known -> new DatabaseReading.Counters(
                known.at(),
                known.blocksHit(),
                known.blocksRead(),
                statements(session),
                replicas(session),
                indexes(session)));
    }

    private static List<DatabaseReading.Replayed> replicas(Session session) {
        return session.list(
                "SELECT name, replayed FROM truename.replica_reading",
                row -> new DatabaseReading.Replayed(row.text("name"), row.number("replayed")));
    }

    private record Seen(TableName index, Instant at) {}

    private static Map<TableName, Instant> indexes(Session session) {
        return session
                .list(
                        "SELECT schema, name, at FROM truename.index_seen",
                        row -> new Seen(
                                new TableName(row.text("schema"), row.text("name")),
                                row.get("at", OffsetDateTime.class).toInstant()))
                .stream()
                .collect(Collectors.toMap(Seen::index, Seen::at));
    }

    private static List<QueryFacts> statements(Session session) {
        return session.list(
                "SELECT id, calls, millis, blocks FROM truename.statement_reading",
                row -> new QueryFacts(
                        row.number("id"),
                        "",
                        Optional.empty(),
                        false,
                        row.number("calls"),
                        row.get("millis", Double.class),
                        row.number("blocks")));
    }

    /** Keeps the counters of a reading, within a transaction of the caller's, unless the kept one is too recent. */
    public static void keep(Session session, DatabaseReading.Counters counters) {
        long changed = session.update(
                KEEP,
                utc(counters.at()),
                counters.blocksHit(),
                counters.blocksRead(),
                utc(counters.at().minus(BETWEEN)));
        if (changed == 0) {
            return;
        }
        List<QueryFacts> queries = counters.queries();
        List<TableName> indexes = List.copyOf(counters.indexes().keySet());
        session.update(
                KEEP_INDEXES,
                indexes.stream().map(TableName::schema).toArray(String[]::new),
                indexes.stream().map(TableName::name).toArray(String[]::new),
                utc(counters.at()));
        session.update("DELETE FROM truename.replica_reading");
        session.update(
                KEEP_REPLICAS,
                counters.replicas().stream()
                        .map(DatabaseReading.Replayed::replica)
                        .toArray(String[]::new),
                counters.replicas().stream()
                        .map(DatabaseReading.Replayed::place)
                        .toArray(Long[]::new));
        session.update("DELETE FROM truename.statement_reading");
        session.update(
                KEEP_STATEMENTS,
                queries.stream().map(QueryFacts::id).toArray(Long[]::new),
                queries.stream().map(QueryFacts::calls).toArray(Long[]::new),
                queries.stream().map(QueryFacts::millis).toArray(Double[]::new),
                queries.stream().map(QueryFacts::blocksRead).toArray(Long[]::new));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
