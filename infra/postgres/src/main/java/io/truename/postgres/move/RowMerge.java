// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.move;

import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;
import io.truename.rekeying.schema.Carrier;
import io.truename.rekeying.schema.CarrierTable;
import io.truename.rekeying.schema.Column;
import io.truename.rekeying.schema.CorpusSchema;
import io.truename.rekeying.schema.CorpusSchema.ChunkTable;
import io.truename.rekeying.schema.Relation;
import io.truename.rekeying.schema.UniqueKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Merges one row into another: what refers to it refers to the other from then on, unless the other has such a row already;
 * then that is merged too. Every change is archived before it is made.
 */
final class RowMerge {
    private final Session session;
    private final CorpusSchema schema;
    private final int run;
    private final long doc;
    private final MergeArchive archive;

    /**
     * A merge.
     *
     * @param doc the number of the document that the archive files it under
     */
    RowMerge(Session session, CorpusSchema schema, int run, long doc) {
        this.session = session;
        this.schema = schema;
        this.run = run;
        this.doc = doc;
        this.archive = new MergeArchive(session, run);
    }

    /** Locks the row of an id; whether it is there. */
    boolean lock(int space, UUID id) {
        CarrierTable table = tableOf(space);
        Carrier carrier = idCarrier(space);
        return !session.list(
                        "/* truename:lock */ SELECT 1 AS there FROM " + name(table) + " AS x WHERE "
                                + CarrierSql.column(carrier, "x") + " = " + CarrierSql.written(carrier, "$1::uuid")
                                + " FOR UPDATE OF x",
                        row -> true,
                        id)
                .isEmpty();
    }

    /** Merges the row of one id into the row of another of the same space. */
    void mergeId(int space, UUID from, UUID to) {
        for (CarrierTable table : schema.tables()) {
            for (Carrier carrier : table.carriers()) {
                if (carrier.space() == space && carrier.origin() != Carrier.Origin.ID) {
                    repoint(table, carrier, from, to);
                }
            }
        }
        CarrierTable table = tableOf(space);
        Carrier id = idCarrier(space);
        delete(table.relation(), CarrierSql.column(id, "x") + " = " + CarrierSql.written(id, "$1::uuid"), from);
        if (space > 0) {
            session.update(
                    "/* truename:record */ UPDATE truename.chunk_map SET merged = true"
                            + " WHERE run = $1 AND source = $2 AND old_id = $3",
                    run,
                    (short) space,
                    from);
        }
    }

    private void repoint(CarrierTable table, Carrier carrier, UUID from, UUID to) {
        String holds = CarrierSql.holds(carrier, "x", "ARRAY[$1::uuid]");
        RowKey key = RowKey.of(table.relation());
        List<String[]> rows = session.list(
                "/* truename:collect */ SELECT " + key.values("x") + " AS key FROM " + name(table) + " AS x WHERE "
                        + holds + " ORDER BY 1 FOR UPDATE OF x",
                row -> row.get("key", String[].class),
                from);
        for (String[] row : rows) {
            Optional<String[]> twin =
                    CarrierSql.isScalar(carrier) ? twin(table, carrier, key, row, to) : Optional.empty();
            if (twin.isPresent()) {
                mergeRow(table, key, row, twin.get());
            } else {
                String value = CarrierSql.isScalar(carrier)
                        ? CarrierSql.written(carrier, "$2::uuid")
                        : CarrierSql.replaced(
                                carrier,
                                CarrierSql.column(carrier, "x"),
                                "jsonb_build_object($3::uuid::text, $2::uuid::text)");
                archive.repoint(doc, table.relation(), carrier.column(), key, row, value, to, from);
            }
        }
    }

    /** The row that the given one would collide with if it referred to {@code to}. */
    private Optional<String[]> twin(CarrierTable table, Carrier carrier, RowKey key, String[] row, UUID to) {
        for (Set<String> unique : uniqueSets(table, carrier)) {
            String same = unique.stream()
                    .filter(column -> !column.equals(carrier.column().name()))
                    .map(column -> " AND q." + SqlNames.quoted(column) + " = x." + SqlNames.quoted(column))
                    .collect(Collectors.joining());
            List<String[]> twins = session.list(
                    "/* truename:collect */ SELECT " + key.values("q") + " AS key FROM " + name(table) + " AS x JOIN "
                            + name(table) + " AS q ON " + CarrierSql.column(carrier, "q") + " = "
                            + CarrierSql.written(carrier, "$2::uuid") + same + " WHERE " + key.is("x", "$1")
                            + " LIMIT 1",
                    found -> found.get("key", String[].class),
                    row,
                    to);
            if (!twins.isEmpty()) {
                return Optional.of(twins.get(0));
            }
        }
        return Optional.empty();
    }

    /** Sets of columns that hold the carrier and may occur once: unique keys, and of chunks what the recipe reads. */
    private List<Set<String>> uniqueSets(CarrierTable table, Carrier carrier) {
        List<Set<String>> sets = new ArrayList<>();
        String column = carrier.column().name();
        for (UniqueKey unique : table.relation().uniqueKeys()) {
            if (!unique.partial() && unique.columns().contains(column)) {
                sets.add(new LinkedHashSet<>(unique.columns()));
            }
        }
        if (table.relation().primaryKey().contains(column)) {
            sets.add(new LinkedHashSet<>(table.relation().primaryKey()));
        }
        for (ChunkTable chunks : schema.chunks()) {
            if (chunks.table().equals(table.relation().name())
                    && chunks.document().name().equals(column)) {
                sets.add(new LinkedHashSet<>(List.of(
                        column,
                        chunks.chunker().name(),
                        chunks.chunkerVersion().name(),
                        chunks.ordinal().name())));
            }
        }
        return sets;
    }

    private void mergeRow(CarrierTable table, RowKey key, String[] row, String[] twin) {
        Optional<Carrier> id = table.carriers().stream()
                .filter(carrier -> carrier.origin() == Carrier.Origin.ID)
                .findFirst();
        if (id.isPresent()) {
            mergeId(id.get().space(), idOf(table, id.get(), key, row), idOf(table, id.get(), key, twin));
            return;
        }
        for (OtherReference reference :
                OtherReference.to(session, table.relation().name())) {
            reference.repoint(archive, doc, table.relation(), key, row, twin);
        }
        delete(table.relation(), key.is("x", "$1"), (Object) row);
    }

    private UUID idOf(CarrierTable table, Carrier id, RowKey key, String[] row) {
        return session.one(
                "/* truename:collect */ SELECT " + CarrierSql.column(id, "x") + "::text AS id FROM " + name(table)
                        + " AS x WHERE " + key.is("x", "$1"),
                found -> UUID.fromString(found.text("id")),
                (Object) row);
    }

    private void delete(Relation relation, String where, Object value) {
        archive.keep(doc, relation, where, value);
        session.update(
                "/* truename:move */ DELETE FROM " + SqlNames.quoted(relation.name()) + " AS x WHERE " + where, value);
    }

    private CarrierTable tableOf(int space) {
        return space == 0
                ? schema.tables().get(0)
                : schema.table(schema.chunks().get(space - 1).table());
    }

    private Carrier idCarrier(int space) {
        Column column = space == 0
                ? schema.documents().id()
                : schema.chunks().get(space - 1).id();
        return LockedDocuments.idOf(schema, tableOf(space), column.name());
    }

    private static String name(CarrierTable table) {
        return SqlNames.quoted(table.relation().name());
    }
}
