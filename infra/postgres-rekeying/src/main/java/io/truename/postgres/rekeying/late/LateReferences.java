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
 * Search and repair of late references: references written with an id that their document or chunk has already left, where no foreign
 * key could refuse them. They occur in soft references and in chunk tables whose document column has no key. A late chunk only follows
 * its document here; the next pass finds its own id.
 *
 * <p>Columns are numbered from 0 and read in slices of their table's blocks. References found in a slice are repaired within it, so
 * that neither step takes longer in a large table.
 */
public final class LateReferences {
    /** Maximum number of ids that one search returns and holds in memory. */
    public static final int MOST = 20_000;

    private static final String BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = '500ms';"
            + " SET LOCAL statement_timeout = '15s'; SET LOCAL idle_in_transaction_session_timeout = '20s';"
            + " SET LOCAL enable_seqscan = off; SET LOCAL jit = off; SET LOCAL standard_conforming_strings = on";

    /** Document before every position of a worker, so that recording it does not move the worker. */
    private static final PlannedDocument NONE =
            new PlannedDocument(-1, -1, new UUID(0, 0), new UUID(0, 0), 0, 0, false);

    private final int run;
    private final MapColumns way;
    private final LateReferenceSql sql;
    private final List<Place> places = new ArrayList<>();

    private record Place(RekeyedTable table, IdColumn idColumn) {}

    /** Creates a search for a run and the rows that it has moved in a direction. */
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

    /** Number of columns that may hold late references. */
    public int columns() {
        return places.size();
    }

    /** Name of a column as {@code schema.table.column}. */
    public String column(int number) {
        Place place = places.get(number);
        return place.table().relation().name() + "." + place.idColumn().column().name();
    }

    /** Name of a column's table, without its schema. */
    public String table(int number) {
        return places.get(number).table().relation().name().name();
    }

    /**
     * Slice of a column.
     *
     * @param from first block
     * @param until block after the last
     */
    public record Slice(int column, long from, long until) {}

    /** Blocks of a column's table. */
    public TableBlocks blocks(Session session, int number) {
        return TableBlocks.of(
                session, TableSql.quoted(places.get(number).table().relation().name()));
    }

    /**
     * Finds late references of a slice, in the order of their ids.
     *
     * @param after last id of the previous search; the nil UUID at first
     * @return at most {@link #MOST} references; fewer if there are no more
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
     * Result of a repair.
     *
     * @param moved summary as of any batch, without documents
     * @param left whether rows of the column still hold one of the ids
     */
    public record Repaired(BatchSummary moved, boolean left) {}

    /**
     * Updates references of a slice to the present ids of their targets, in one transaction. It is recorded as a batch if it changed
     * rows.
     *
     * @param references at most a few hundred
     * @throws io.truename.postgres.rekeying.lease.LostLeaseException if this instance may not move rows of the run any more
     * @throws ValidationException if rows changed at the same time; nothing was changed then
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

    /** Both letter cases of a column: a late reference may use another case than the values that the inspection read. */
    private static List<IdColumn> forms(IdColumn idColumn) {
        if (idColumn.type() == IdType.UUID
                || idColumn.type() == IdType.UUID_ARRAY
                || idColumn.pattern().isPresent()) {
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
