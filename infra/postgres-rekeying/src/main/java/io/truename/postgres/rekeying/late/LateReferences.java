// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.late;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.IdType;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.corpus.schema.TextForm;
import io.truename.postgres.PlannerSettings;
import io.truename.postgres.Session;
import io.truename.postgres.TableBlocks;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.rekeying.batch.BatchRecord;
import io.truename.postgres.rekeying.batch.BatchSummary;
import io.truename.postgres.rekeying.batch.MapColumns;
import io.truename.postgres.rekeying.batch.PlannedDocument;
import io.truename.postgres.rekeying.batch.ValidationException;
import io.truename.postgres.rekeying.lease.LeaseToken;
import io.truename.postgres.rekeying.lease.Leases;
import io.truename.rekeying.run.Direction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Finds and repairs what no foreign key can refuse: a reference written with an id that its document or chunk has left already.
 * It concerns soft references and chunk tables whose document column has no key. A late chunk only follows its document here;
 * its own id is for the next pass to find.
 *
 * <p>Columns are numbered from 0 and read in slices of their table's blocks. What is found in a slice is repaired within it, so
 * that neither takes longer in a large table.
 */
public final class LateReferences {
    /** Ids that one look finds at most, and that are held in memory. */
    public static final int MOST = 20_000;

    private static final String BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = '500ms';"
            + " SET LOCAL statement_timeout = '15s'; SET LOCAL idle_in_transaction_session_timeout = '20s';"
            + " SET LOCAL enable_seqscan = off; SET LOCAL jit = off; SET LOCAL standard_conforming_strings = on";

    /** Before every place of a worker, so that recording it leaves the worker where it is. */
    private static final PlannedDocument NONE =
            new PlannedDocument(-1, -1, new UUID(0, 0), new UUID(0, 0), 0, 0, false);

    private final int run;
    private final MapColumns way;
    private final LateReferenceSql sql;
    private final List<Place> places = new ArrayList<>();

    private record Place(RekeyedTable table, IdColumn idColumn) {}

    /** Of that run, and of what it has moved that way. */
    public LateReferences(CorpusSchema schema, int run, Direction direction) {
        this.run = run;
        this.way = MapColumns.valueOf(direction.name());
        this.sql = new LateReferenceSql(schema, way);
        for (RekeyedTable table : schema.tables()) {
            for (IdColumn idColumn : table.idColumns()) {
                if (idColumn.origin() == IdColumn.Origin.DECLARED) {
                    places.add(new Place(table, idColumn));
                }
            }
        }
    }

    /** How many columns may hold late references. */
    public int columns() {
        return places.size();
    }

    /** A column as {@code schema.table.column}. */
    public String column(int number) {
        Place place = places.get(number);
        return place.table().relation().name() + "." + place.idColumn().column().name();
    }

    /** The table of a column, without its schema. */
    public String table(int number) {
        return places.get(number).table().relation().name().name();
    }

    /**
     * A part of a column.
     *
     * @param from first block
     * @param until block after the last
     */
    public record Slice(int column, long from, long until) {}

    /** The blocks of a column's table. */
    public TableBlocks blocks(Session session, int number) {
        return TableBlocks.of(
                session, TableSql.quoted(places.get(number).table().relation().name()));
    }

    /**
     * Late references of a slice, in the order of their ids.
     *
     * @param after the last one of the look before; the nil UUID for the first look
     * @return {@link #MOST} at most; fewer if there are no more
     * @throws io.truename.postgres.rekeying.lease.LostLeaseException if another instance has taken over
     */
    public List<LateReference> find(Session session, LeaseToken lease, Slice slice, UUID after) {
        Place place = places.get(slice.column());
        Leases.keep(session, lease, Leases.USUAL);
        return session.inTransaction(() -> {
            session.execute(PlannerSettings.BY_INDEX + "; SET LOCAL standard_conforming_strings = on");
            return session.list(
                    sql.find(place.table(), place.idColumn()),
                    row -> new LateReference(
                            row.get("here", UUID.class), row.get("there", UUID.class), row.flag("alive")),
                    run,
                    after,
                    MOST,
                    TableBlocks.at(slice.from()),
                    TableBlocks.at(slice.until()));
        });
    }

    /**
     * What repairing came to.
     *
     * @param moved as of any batch; no documents
     * @param left whether rows of the column hold one of the ids all the same
     */
    public record Repaired(BatchSummary moved, boolean left) {}

    /**
     * Leads references of a slice to where their targets are, in one transaction that is recorded as a batch if it changed
     * rows.
     *
     * @param references a few hundred at most
     * @throws io.truename.postgres.rekeying.lease.LostLeaseException if this instance may not move rows of the run any more
     * @throws ValidationException if rows changed at the same moment; nothing happened then
     * @throws io.truename.postgres.SqlException if a statement fails
     */
    public Repaired repair(Session session, LeaseToken lease, Slice slice, List<LateReference> references) {
        session.execute(BEGIN);
        Repaired repaired;
        try {
            repaired = within(session, lease, slice, references);
        } catch (RuntimeException | Error failed) {
            session.rollback();
            throw failed;
        }
        session.commit();
        return repaired;
    }

    private Repaired within(Session session, LeaseToken lease, Slice slice, List<LateReference> references) {
        long begun = System.nanoTime();
        Leases.fence(session, lease, way.direction());
        Place place = places.get(slice.column());
        Set<UUID> there = Set.copyOf(
                session.list(sql.lock(place.idColumn().space()), row -> UUID.fromString(row.text("id")), (Object)
                        references.stream().map(LateReference::there).distinct().toArray(UUID[]::new)));
        Map<UUID, UUID> leads = new LinkedHashMap<>();
        for (LateReference reference : references) {
            if (!reference.alive() || there.contains(reference.there())) {
                leads.put(reference.here(), reference.there());
            }
        }
        UUID[] ids = leads.keySet().toArray(UUID[]::new);
        String json = json(leads);
        long rows = 0;
        boolean left = false;
        for (IdColumn form : forms(place.idColumn())) {
            rows += change(session, place.table(), form, ids, json, slice);
            left |= session.one(
                    LateReferenceSql.left(place.table(), form),
                    row -> row.flag("left"),
                    ids,
                    TableBlocks.at(slice.from()),
                    TableBlocks.at(slice.until()));
        }
        BatchSummary moved = new BatchSummary(0, 0, 0, 0, rows, Map.of(column(slice.column()), rows));
        if (rows > 0) {
            BatchRecord.batch(session, lease, way, List.of(), NONE, moved, (System.nanoTime() - begun) / 1e9);
        }
        Leases.stillHeld(session, lease);
        return new Repaired(moved, left);
    }

    private static long change(
            Session session, RekeyedTable table, IdColumn idColumn, UUID[] ids, String json, Slice slice) {
        return session.one(
                LateReferenceSql.change(table, idColumn),
                row -> {
                    if (row.number("moved") != row.number("found")
                            || !row.text("after").equals(row.text("before"))) {
                        throw ValidationException.crossed(
                                "Late references of " + table.relation().name() + " changed while they were repaired.");
                    }
                    return row.number("moved");
                },
                ids,
                json,
                TableBlocks.at(slice.from()),
                TableBlocks.at(slice.until()));
    }

    /** What comes late may be written in the other case than all that was there when the column was looked at. */
    private static List<IdColumn> forms(IdColumn idColumn) {
        if (idColumn.type() == IdType.UUID || idColumn.type() == IdType.UUID_ARRAY) {
            return List.of(idColumn);
        }
        return List.of(in(idColumn, TextForm.LOWER), in(idColumn, TextForm.UPPER));
    }

    private static IdColumn in(IdColumn idColumn, TextForm form) {
        return new IdColumn(
                idColumn.column(),
                idColumn.space(),
                idColumn.type(),
                form,
                idColumn.origin(),
                idColumn.path(),
                idColumn.indexed());
    }

    private static String json(Map<UUID, UUID> leads) {
        StringBuilder json = new StringBuilder("{");
        leads.forEach((here, there) -> json.append(json.length() > 1 ? ",\"" : "\"")
                .append(here)
                .append("\":\"")
                .append(there)
                .append('"'));
        return json.append('}').toString();
    }
}
