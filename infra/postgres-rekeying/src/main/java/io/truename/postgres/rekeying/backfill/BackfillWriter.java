// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.backfill;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truename.corpus.schema.BackfillSchema;
import io.truename.corpus.schema.BackfillTable;
import io.truename.postgres.PlannerSettings;
import io.truename.postgres.Session;
import io.truename.postgres.rekeying.backfill.BackfillPage.Write;
import io.truename.postgres.rekeying.batch.BackfillState;
import io.truename.postgres.rekeying.batch.BatchOptions;
import io.truename.postgres.rekeying.batch.BatchRecord;
import io.truename.postgres.rekeying.batch.BatchSummary;
import io.truename.postgres.rekeying.batch.BatchTransaction;
import io.truename.postgres.rekeying.batch.MapColumns;
import io.truename.postgres.rekeying.batch.ValidationException;
import io.truename.postgres.rekeying.lease.LeaseToken;
import io.truename.postgres.rekeying.lease.Leases;
import io.truename.postgres.rekeying.move.RefusedMoveException;
import io.truename.rekeying.run.Direction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Writer of a backfill: reads rows by their keys, computes their true ids, and writes those that differ, with their records, in one
 * transaction. A row is written only if its column holds the value that was read, so that no write of the application is lost; a row
 * that the application changes meanwhile is found by the next pass. Not thread-safe.
 *
 * <p>Long, because forward and back change the same columns, and each must be read beside the other.
 */
public final class BackfillWriter {
    /** Records of rows that are gone, for which the table is read once. */
    private static final int MOST_GONE = 50_000;

    private static final String WAL = "SELECT (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint AS at";

    private final BackfillSchema schema;
    private final KeyedRows rows;
    private final BackfillRecords records;
    private final BackfillQuarantine quarantine;
    private final List<BackfillSql> sql;

    public BackfillWriter(BackfillSchema schema, int run) {
        this.schema = schema;
        this.rows = new KeyedRows(new EngineNames(schema.corpus()));
        this.records = new BackfillRecords(schema, run);
        this.quarantine = new BackfillQuarantine(schema, run);
        this.sql = IntStream.range(0, schema.tables().size())
                .mapToObj(source -> new BackfillSql(schema, source))
                .toList();
    }

    /** Reads the keys of the first rows of a table after a key, outside of a transaction. */
    public List<BackfillKey> next(Session session, int source, Optional<String> after, int most) {
        return session.inTransaction(() -> {
            session.execute(PlannerSettings.IN_ORDER);
            return keys(session, source, after, most);
        });
    }

    private List<BackfillKey> keys(Session session, int source, Optional<String> after, int most) {
        Session.RowReader<BackfillKey> reader = row -> new BackfillKey(source, row.text("key"));
        return after.isPresent()
                ? session.list(sql.get(source).nextKeys, reader, most, after.get())
                : session.list(sql.get(source).firstKeys, reader, most);
    }

    /**
     * Plans a page within a transaction of the caller: records the rows that are to be written, and writes none.
     *
     * @return key of the last row; empty if there was none
     */
    public Optional<String> plan(Session session, int source, Optional<String> after, int most) {
        List<BackfillKey> keys = keys(session, source, after, most);
        if (keys.isEmpty()) {
            records.passed(session, source);
            return Optional.empty();
        }
        BackfillPage page = page(session, keys, BackfillState.PLANNED, false);
        records.save(session, source, page.entries());
        records.plan(session, source, page.planned());
        records.seen(session, source, keys.size());
        String last = keys.get(keys.size() - 1).key();
        records.passed(session, source, Optional.of(last), 0);
        return Optional.of(last);
    }

    /**
     * Writes the true ids of rows of one table and commits.
     *
     * @param keys at least one
     * @param last key behind which the pass goes on; empty if it stays where it is
     * @throws io.truename.postgres.rekeying.lease.LostLeaseException if this instance may not work on the run any more
     * @throws ValidationException if the application changed a row meanwhile; nothing was changed then
     * @throws RefusedMoveException if a trigger kept a value although rows were locked; nothing was changed then
     * @throws io.truename.postgres.SqlException if a statement fails; if the connection is lost during the commit, only the record shows
     *     whether the batch was committed
     */
    public BatchSummary forward(
            Session session, LeaseToken lease, List<BackfillKey> keys, Optional<String> last, BatchOptions care) {
        int source = keys.get(0).source();
        return BatchTransaction.run(session, care, () -> {
            long begun = System.nanoTime();
            Leases.fence(session, lease, Direction.FORWARD, care.lease());
            BackfillPage page = page(session, keys, BackfillState.WRITTEN, care.lockRows());
            write(session, source, page.writes(), care.lockRows());
            records.save(session, source, page.entries());
            records.plan(session, source, page.planned());
            records.passed(session, source, last, page.entries().size());
            BatchSummary written = summary(
                    source,
                    page.done(),
                    Math.max(page.writes().size(), page.entries().size()));
            if (!page.entries().isEmpty()) {
                BatchRecord.batch(session, lease, MapColumns.FORWARD, written, (System.nanoTime() - begun) / 1e9);
            }
            Leases.stillHeld(session, lease);
            return written;
        });
    }

    /** Measurements of a sample that was rolled back. */
    public record Sample(int documents, long chunks, long rows, double seconds, long walBytes) {}

    /** Writes rows of one table and rolls back: other sessions never see it. */
    public Sample sample(Session session, List<BackfillKey> keys) {
        int source = keys.get(0).source();
        BatchTransaction.begin(session, BatchOptions.USUAL);
        try {
            long walBefore = session.one(WAL, row -> row.number("at"));
            long begun = System.nanoTime();
            BackfillPage page = page(session, keys, BackfillState.WRITTEN, true);
            write(session, source, page.writes(), true);
            records.save(session, source, page.entries());
            double seconds = (System.nanoTime() - begun) / 1e9;
            // Deferred triggers and constraints refuse at the commit, which a sample never comes to.
            session.execute("SET CONSTRAINTS ALL IMMEDIATE");
            long walAfter = session.one(WAL, row -> row.number("at"));
            int written = page.writes().size();
            return new Sample(
                    source == 0 ? written : 0, source == 0 ? 0 : written, written, seconds, walAfter - walBefore);
        } finally {
            session.rollback();
        }
    }

    private BackfillPage page(Session session, List<BackfillKey> keys, BackfillState written, boolean lock) {
        int source = keys.get(0).source();
        BackfillTable table = schema.tables().get(source);
        List<KeyedRow> read = rows.read(
                session,
                source,
                sql.get(source),
                keys.stream().map(BackfillKey::key).toArray(String[]::new),
                lock);
        Set<UUID> trueIds = new HashSet<>();
        read.forEach(row -> row.trueId().ifPresent(trueIds::add));
        Map<String, BackfillEntry> known = records.known(session, source, read);
        Map<UUID, BackfillEntry> holders = records.holders(session, source, trueIds);
        if (table.replacesKey()) {
            KeyedRows.present(
                            session,
                            sql.get(source),
                            trueIds.stream().map(UUID::toString).toList())
                    .keySet()
                    .forEach(key -> holders.putIfAbsent(
                            UUID.fromString(key),
                            new BackfillEntry(key, Optional.of(key), UUID.fromString(key), BackfillState.HELD)));
        } else {
            followKeys(session, source, read, known, holders);
        }
        BackfillPage page =
                new BackfillPage(table.trueId().isPresent(), table.replacesKey(), written, known, holders).with(read);
        quarantine.illegal(session, source, page.refused(), read);
        return page;
    }

    /**
     * Follows rows whose keys the application has changed, and forgets holders that it has deleted: their records no longer take a true
     * id.
     *
     * @param holders loses those that are gone
     * @param known gets the records of rows under their new keys
     */
    private void followKeys(
            Session session,
            int source,
            List<KeyedRow> read,
            Map<String, BackfillEntry> known,
            Map<UUID, BackfillEntry> holders) {
        Map<String, KeyedRow> others = new HashMap<>();
        for (KeyedRow row : read) {
            row.trueId()
                    .map(holders::get)
                    .filter(holder -> !holder.key().equals(row.key()))
                    .ifPresent(holder -> others.merge(
                            holder.key(),
                            row,
                            (one, other) -> one.stored()
                                            .equals(Optional.of(holder.trueId().toString()))
                                    ? one
                                    : other));
        }
        Set<String> present =
                KeyedRows.present(session, sql.get(source), others.keySet()).keySet();
        others.keySet().removeAll(present);
        others.forEach((gone, row) -> {
            UUID trueId = row.trueId().orElseThrow();
            BackfillEntry holder = Objects.requireNonNull(holders.remove(trueId));
            if (holder.state() == BackfillState.PLANNED) {
                // Nothing was written to it, so that a rollback must not look for it by its true id.
                records.forget(session, source, holder);
                return;
            }
            List<BackfillEntry> moved = new ArrayList<>(List.of(holder.in(BackfillState.GONE)));
            if (holder.state() == BackfillState.WRITTEN && row.stored().equals(Optional.of(trueId.toString()))) {
                BackfillEntry here = new BackfillEntry(row.key(), holder.before(), trueId, BackfillState.WRITTEN);
                known.put(row.key(), here);
                holders.put(trueId, here);
                moved.add(here);
            }
            records.save(session, source, moved);
        });
    }

    private void write(Session session, int source, List<Write> writes, boolean locked) {
        Map<String, Optional<String>> now = changed(session, source, writes);
        long kept = writes.stream()
                .filter(write -> !write.to().equals(now.get(write.key())))
                .count();
        if (kept > 0) {
            throw refusal(source, kept, writes.size(), locked);
        }
    }

    private RuntimeException refusal(int source, long kept, int of, boolean locked) {
        String sentence = kept + " of " + of + (of == 1 ? " row of " : " rows of ")
                + schema.tables().get(source).name() + " did not take the value that was written.";
        return locked
                ? new RefusedMoveException(sentence + " A trigger of the table keeps it from changing.")
                : ValidationException.crossed(sentence);
    }

    /** Changes columns, and returns their values after it by key; rows that hold another value than the given one are left out. */
    private Map<String, Optional<String>> changed(Session session, int source, List<Write> writes) {
        Map<String, Optional<String>> changed = new HashMap<>();
        if (writes.isEmpty()) {
            return changed;
        }
        boolean replacesKey = schema.tables().get(source).replacesKey();
        ObjectNode from = JsonNodeFactory.instance.objectNode();
        ObjectNode to = JsonNodeFactory.instance.objectNode();
        Map<String, String> keys = new HashMap<>();
        for (Write write : writes) {
            from.put(write.key(), write.from().orElse(null));
            to.put(write.key(), write.to().orElse(null));
            keys.put(replacesKey ? write.to().orElseThrow() : write.key(), write.key());
        }
        session.list(
                        sql.get(source).write,
                        row -> Map.entry(row.text("key"), row.find("now", String.class)),
                        writes.stream().map(Write::key).toArray(String[]::new),
                        from.toString(),
                        to.toString())
                .forEach(row -> changed.put(keys.getOrDefault(row.getKey(), row.getKey()), row.getValue()));
        return changed;
    }

    /** Keys of the first written rows of a table after a key, in the order of the record; outside of a transaction. */
    public List<BackfillKey> nextBack(Session session, int source, Optional<String> after, int most) {
        return session.inTransaction(() -> {
            session.execute(PlannerSettings.IN_ORDER);
            return records.writtenAfter(session, source, after, most).stream()
                    .map(key -> new BackfillKey(source, key))
                    .toList();
        });
    }

    /**
     * Restores the values that rows of one table had before the run, and commits; throws like {@link #forward}. A row that the
     * application deleted is gone, and one whose column it wrote itself afterwards keeps that value.
     */
    public BatchSummary back(
            Session session, LeaseToken lease, List<BackfillKey> keys, Optional<String> last, BatchOptions care) {
        int source = keys.get(0).source();
        BackfillTable table = schema.tables().get(source);
        return BatchTransaction.run(session, care, () -> {
            long begun = System.nanoTime();
            Leases.fence(session, lease, Direction.BACK, care.lease());
            List<BackfillEntry> entries = records.written(
                    session, source, keys.stream().map(BackfillKey::key).toArray(String[]::new));
            List<BackfillEntry> back = table.trueId().isPresent()
                    ? restored(session, source, entries, care.lockRows())
                    : entries.stream()
                            .map(entry -> entry.in(BackfillState.ROLLED_BACK))
                            .toList();
            records.save(session, source, back);
            records.passed(session, source, last, back.size());
            BatchSummary moved = summary(source, back.size(), back.size());
            BatchRecord.batch(session, lease, MapColumns.BACK, moved, (System.nanoTime() - begun) / 1e9);
            Leases.stillHeld(session, lease);
            return moved;
        });
    }

    private List<BackfillEntry> restored(Session session, int source, List<BackfillEntry> entries, boolean locked) {
        boolean replacesKey = schema.tables().get(source).replacesKey();
        List<Write> writes = entries.stream()
                .map(entry -> new Write(
                        replacesKey ? entry.trueId().toString() : entry.key(),
                        Optional.of(entry.trueId().toString()),
                        entry.before()))
                .toList();
        Map<String, Optional<String>> now = changed(session, source, writes);
        Map<String, Optional<String>> present = KeyedRows.present(
                session,
                sql.get(source),
                writes.stream()
                        .map(Write::key)
                        .filter(key -> !now.containsKey(key))
                        .toList());
        List<BackfillEntry> back = new ArrayList<>();
        long kept = 0;
        for (int i = 0; i < writes.size(); i++) {
            Write write = writes.get(i);
            BackfillState state = BackfillState.ROLLED_BACK;
            if (!now.containsKey(write.key())) {
                kept += write.from().equals(present.get(write.key())) ? 1 : 0;
                state = present.containsKey(write.key()) ? BackfillState.LEFT : BackfillState.GONE;
            } else if (!write.to().equals(now.get(write.key()))) {
                kept++;
            }
            back.add(entries.get(i).in(state));
        }
        if (kept > 0) {
            throw refusal(source, kept, writes.size(), locked);
        }
        return back;
    }

    /**
     * Follows rows whose keys the application has changed since they were written, and commits: their records get the present keys, and
     * the way back begins anew, so that the next batches restore them like any other row. Such rows are found by the true ids that the run
     * gave to them.
     *
     * @param lease of a run that goes back
     * @return number of rows that were found
     */
    public long follow(Session session, LeaseToken lease, BatchOptions care) {
        long found = 0;
        for (int source = 0; source < schema.tables().size(); source++) {
            BackfillTable table = schema.tables().get(source);
            if (table.trueId().isPresent() && !table.replacesKey()) {
                found += follow(session, lease, source, care);
            }
        }
        return found;
    }

    private long follow(Session session, LeaseToken lease, int source, BatchOptions care) {
        long found = 0;
        Optional<String> after = Optional.empty();
        List<BackfillEntry> gone;
        do {
            gone = records.gone(session, source, after, MOST_GONE);
            if (!gone.isEmpty()) {
                after = Optional.of(gone.get(gone.size() - 1).key());
                List<BackfillEntry> entries = gone;
                BatchSummary rows = BatchTransaction.run(session, care, () -> {
                    Leases.fence(session, lease, Direction.BACK, care.lease());
                    // There may be no index on the column: one scan for all of them.
                    session.execute("SET LOCAL enable_seqscan = on; SET LOCAL enable_hashjoin = on");
                    int followed = records.follow(session, source, sql.get(source), entries);
                    BatchSummary notBack = summary(source, followed, 0);
                    if (followed > 0) {
                        BatchRecord.notBack(session, lease, notBack);
                        records.rewind(session);
                    }
                    Leases.stillHeld(session, lease);
                    return notBack;
                });
                found += rows.documents() + rows.chunks();
            }
        } while (gone.size() == MOST_GONE);
        return found;
    }

    private BatchSummary summary(int source, int done, int rows) {
        BackfillTable table = schema.tables().get(source);
        Map<String, Long> columns = table.trueId()
                .map(column -> Map.of(table.name() + "." + column.name(), (long) done))
                .orElse(Map.of());
        return new BatchSummary(source == 0 ? done : 0, source == 0 ? 0 : done, 0, 0, rows, columns);
    }
}
