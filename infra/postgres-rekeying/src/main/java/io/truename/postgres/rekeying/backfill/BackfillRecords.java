// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.backfill;

import io.truename.corpus.schema.BackfillSchema;
import io.truename.corpus.schema.TableName;
import io.truename.identity.UuidText;
import io.truename.postgres.Session;
import io.truename.postgres.rekeying.batch.BackfillState;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** Records of a run's backfill. All methods take part in a transaction of the caller. */
public final class BackfillRecords {
    private static final String ENTRY = "SELECT b.key, b.old_value, b.new_id, b.state FROM ";

    /** Records of the keys bound as $3. Each is looked up by itself: statistics might let the server read all records of a source. */
    static final String BY_KEY =
            ENTRY + "unnest($3::text[]) AS q (key) CROSS JOIN LATERAL (SELECT * FROM truename.backfill r"
                    + " WHERE r.run = $1 AND r.source = $2 AND r.key = q.key OFFSET 0) b";

    /** Records of the true ids bound as $3, without bare columns besides, by which another index might be read. */
    static final String BY_TRUE_ID =
            ENTRY + "unnest($3::uuid[]) AS q (new_id) CROSS JOIN LATERAL (SELECT * FROM truename.backfill r"
                    + " WHERE r.run + 0 = $1 AND r.source + 0 = $2 AND r.new_id = q.new_id OFFSET 0) b";

    private final BackfillSchema schema;
    private final int run;

    public BackfillRecords(BackfillSchema schema, int run) {
        this.schema = schema;
        this.run = run;
    }

    /** Notes the tables of the run, unless that was done before. */
    public void begin(Session session) {
        for (int source = 0; source < schema.tables().size(); source++) {
            TableName table = schema.tables().get(source).name();
            session.update(
                    "INSERT INTO truename.backfill_source (run, source, table_schema, table_name) VALUES ($1, $2, $3, $4)"
                            + " ON CONFLICT DO NOTHING",
                    run,
                    (short) source,
                    table.schema(),
                    table.name());
        }
    }

    /** Lets the next pass begin at the first row of the first table. */
    public void rewind(Session session) {
        session.update(
                "UPDATE truename.backfill_source SET last_key = NULL, passed = false, found = 0 WHERE run = $1", run);
    }

    /**
     * Place of the present pass.
     *
     * @param after key of the last row that was read; empty before the first
     */
    public record Place(int source, Optional<String> after) {}

    /** Place of the present pass; empty when it has read every row. */
    public Optional<Place> place(Session session) {
        return session.find(
                "SELECT source, last_key FROM truename.backfill_source WHERE run = $1 AND NOT passed ORDER BY source LIMIT 1",
                row -> new Place(row.get("source", Short.class), row.find("last_key", String.class)),
                run);
    }

    /**
     * Counts rows of the present pass, and moves its place behind a key.
     *
     * @param last empty if the place stays where it is
     */
    void passed(Session session, int source, Optional<String> last, int found) {
        session.update(
                "UPDATE truename.backfill_source SET last_key = coalesce($3, last_key), found = found + $4"
                        + " WHERE run = $1 AND source = $2",
                run,
                (short) source,
                last.<Object>map(key -> key).orElse(new Session.Null(String.class)),
                (long) found);
    }

    /** Moves the place behind a table. */
    public void passed(Session session, int source) {
        session.update("UPDATE truename.backfill_source SET passed = true WHERE run = $1 AND source = $2", run, (short)
                source);
    }

    /** Number of rows that the present pass has written so far. */
    public long found(Session session) {
        return session.one(
                "SELECT coalesce(sum(found), 0)::bigint AS found FROM truename.backfill_source WHERE run = $1",
                row -> row.number("found"),
                run);
    }

    /** Number of rows in a state, over all tables. Only for states that are exceptions, which an index holds. */
    public long count(Session session, BackfillState state) {
        return session.one(
                "SELECT count(*) AS n FROM truename.backfill WHERE run = $1 AND state = " + state.code(),
                row -> row.number("n"),
                run);
    }

    /** Records of rows by their present keys. Where the true id takes the place of the key, the key is the new one of a written row. */
    Map<String, BackfillEntry> known(Session session, int source, List<KeyedRow> rows) {
        String[] keys = rows.stream().map(KeyedRow::key).toArray(String[]::new);
        Map<String, BackfillEntry> known = byKey(entries(session, source, BY_KEY, keys).stream(), BackfillEntry::key);
        if (schema.tables().get(source).replacesKey()) {
            UUID[] trueIds = Stream.of(keys)
                    .filter(UuidText::isUuid)
                    .map(UuidText::parse)
                    .toArray(UUID[]::new);
            known.values().removeIf(entry -> entry.state() == BackfillState.WRITTEN);
            known.putAll(byKey(
                    entries(session, source, BY_TRUE_ID + " WHERE b.state = " + BackfillState.WRITTEN.code(), trueIds)
                            .stream(),
                    entry -> entry.trueId().toString()));
        }
        return known;
    }

    private static Map<String, BackfillEntry> byKey(
            Stream<BackfillEntry> entries, Function<BackfillEntry, String> key) {
        Map<String, BackfillEntry> byKey = new HashMap<>();
        entries.forEach(entry -> byKey.put(key.apply(entry), entry));
        return byKey;
    }

    /** Records of the rows that take one of these true ids. */
    Map<UUID, BackfillEntry> holders(Session session, int source, Collection<UUID> trueIds) {
        Map<UUID, BackfillEntry> holders = new HashMap<>();
        entries(session, source, BY_TRUE_ID, trueIds.toArray(UUID[]::new)).stream()
                .filter(entry -> entry.state().takes())
                .forEach(entry -> holders.put(entry.trueId(), entry));
        return holders;
    }

    /** Records of written rows by their keys. */
    List<BackfillEntry> written(Session session, int source, String[] keys) {
        return entries(session, source, BY_KEY + " WHERE b.state = " + BackfillState.WRITTEN.code(), keys);
    }

    /** Keys of the first written rows after a key, in the order of the record. */
    List<String> writtenAfter(Session session, int source, Optional<String> after, int most) {
        return session.list(
                "SELECT key FROM truename.backfill WHERE run = $1 AND source = $2 AND key "
                        + (after.isPresent() ? ">" : ">=") + " $3 AND state = " + BackfillState.WRITTEN.code()
                        + " ORDER BY key LIMIT $4",
                row -> row.text("key"),
                run,
                (short) source,
                after.orElse(""),
                most);
    }

    /** Keys of the first rows that the run plans to write. */
    public List<BackfillKey> planned(Session session, int source, int most) {
        return session.list(
                "SELECT key FROM truename.backfill WHERE run = $1 AND source = $2 AND state = "
                        + BackfillState.PLANNED.code() + " ORDER BY key LIMIT $3",
                row -> new BackfillKey(source, row.text("key")),
                run,
                (short) source,
                most);
    }

    /** Records of the first rows after a key that are gone. */
    List<BackfillEntry> gone(Session session, int source, Optional<String> after, int most) {
        return entries(
                session,
                source,
                ENTRY + "truename.backfill b WHERE run = $1 AND source = $2 AND state = " + BackfillState.GONE.code()
                        + " AND ($3::text IS NULL OR key > $3) ORDER BY key LIMIT " + most,
                after.<Object>map(key -> key).orElse(new Session.Null(String.class)));
    }

    /** Replaces records of rows that are gone by those of rows that hold their true ids and have none; returns the number of these. */
    int follow(Session session, int source, BackfillSql sql, List<BackfillEntry> gone) {
        Map<UUID, BackfillEntry> byTrueId = new HashMap<>();
        gone.forEach(entry -> byTrueId.put(entry.trueId(), entry));
        record Holder(String key, UUID trueId) {}
        List<Holder> holders = session.list(
                sql.holders,
                row -> new Holder(row.text("key"), row.get("new_id", UUID.class)),
                run,
                (short) source,
                byTrueId.keySet().toArray(UUID[]::new));
        session.update(
                "DELETE FROM truename.backfill WHERE run = $1 AND source = $2 AND key = ANY ($3)",
                run,
                (short) source,
                holders.stream()
                        .map(holder -> Objects.requireNonNull(byTrueId.get(holder.trueId()))
                                .key())
                        .toArray(String[]::new));
        save(
                session,
                source,
                holders.stream()
                        .map(holder -> new BackfillEntry(
                                holder.key(),
                                Objects.requireNonNull(byTrueId.get(holder.trueId()))
                                        .before(),
                                holder.trueId(),
                                BackfillState.WRITTEN))
                        .toList());
        return holders.size();
    }

    /** Lets a rollback begin at the first row, and try those again that the corpus refused. */
    public void rewindBack(Session session) {
        rewind(session);
        session.update(
                "WITH again AS (UPDATE truename.backfill SET state = $2 WHERE run = $1 AND state = "
                        + BackfillState.NOT_TAKEN_BACK.code() + " RETURNING source, key)"
                        + " UPDATE truename.quarantine AS q SET resolved_at = clock_timestamp() FROM again"
                        + " WHERE q.run = $1 AND q.resolved_at IS NULL AND q.old_id = ($3::text[])[again.source + 1] || ' ' || again.key",
                run,
                BackfillState.WRITTEN.code(),
                schema.tables().stream().map(table -> table.name().toString()).toArray(String[]::new));
    }

    private List<BackfillEntry> entries(Session session, int source, String statement, Object values) {
        return session.list(
                statement,
                row -> new BackfillEntry(
                        row.text("key"),
                        row.find("old_value", String.class),
                        row.get("new_id", UUID.class),
                        BackfillState.of(row.get("state", Short.class))),
                run,
                (short) source,
                values);
    }

    void save(Session session, int source, List<BackfillEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        session.update(
                "/* truename:record */ INSERT INTO truename.backfill (run, source, key, old_value, new_id, state)"
                        + " SELECT $1, $2, e.key, e.old_value, e.new_id, e.state"
                        + " FROM unnest($3::text[], $4::text[], $5::uuid[], $6::smallint[]) AS e (key, old_value, new_id, state)"
                        + " ON CONFLICT (run, source, key) DO UPDATE SET old_value = excluded.old_value,"
                        + " new_id = excluded.new_id, state = excluded.state",
                run,
                (short) source,
                entries.stream().map(BackfillEntry::key).toArray(String[]::new),
                entries.stream().map(entry -> entry.before().orElse(null)).toArray(String[]::new),
                entries.stream().map(BackfillEntry::trueId).toArray(UUID[]::new),
                entries.stream().map(entry -> entry.state().code()).toArray(Short[]::new));
    }

    /** Deletes the record of a row that the run planned to write, and that is gone. */
    void forget(Session session, int source, BackfillEntry planned) {
        session.update(
                "DELETE FROM truename.backfill WHERE run = $1 AND source = $2 AND key = $3",
                run,
                (short) source,
                planned.key());
        plan(session, source, -1);
    }

    /** Adds to the number of rows that the run plans to write. */
    void plan(Session session, int source, int rows) {
        if (rows != 0) {
            session.update(
                    "UPDATE truename.run SET documents_planned = documents_planned + $2, chunks_planned = chunks_planned + $3,"
                            + " rows_planned = rows_planned + $2 + $3 WHERE number = $1",
                    run,
                    source == 0 ? (long) rows : 0L,
                    source == 0 ? 0L : (long) rows);
        }
    }

    /** Adds to the number of rows that planning has read. */
    void seen(Session session, int source, int rows) {
        session.update(
                "UPDATE truename.run SET documents_seen = documents_seen + $2, chunks_seen = chunks_seen + $3 WHERE number = $1",
                run,
                source == 0 ? (long) rows : 0L,
                source == 0 ? 0L : (long) rows);
    }
}
