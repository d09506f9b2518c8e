// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.move;

import io.truename.postgres.SqlNames;
import io.truename.rekeying.schema.Carrier;
import io.truename.rekeying.schema.CarrierTable;
import io.truename.rekeying.schema.Column;
import io.truename.rekeying.schema.CorpusSchema;
import io.truename.rekeying.schema.TableName;

/** The statements about references that came after what they refer to had moved. */
final class LateReferenceSql {
    private final CorpusSchema schema;
    private final Way way;

    LateReferenceSql(CorpusSchema schema, Way way) {
        this.schema = schema;
        this.way = way;
    }

    /**
     * Ids that rows of a column hold, that run {@code $1} has moved away from, and that no row has: after {@code $2}, in their
     * order, {@code $3} at most, each with where it leads now and whether a row is there. One reading of the column. An id whose
     * row the application has deleted is none, unless it was moved once more from there.
     */
    String find(CarrierTable table, Carrier carrier) {
        boolean asUuid = carrier.type() == io.truename.rekeying.schema.IdType.UUID
                || carrier.type() == io.truename.rekeying.schema.IdType.UUID_ARRAY;
        int space = carrier.space();
        String again = again(space);
        return "/* truename:late */ SELECT * FROM (SELECT DISTINCT ON (m.here) m.here, m.there, "
                + isThere(space, "m.there") + " AS alive" + (again.isEmpty() ? ", false" : ", " + again)
                + " AS again FROM (" + values(table, carrier) + ") AS r JOIN (" + moved(space)
                + ") AS m ON r.id = m.here"
                + (asUuid ? "" : "::text") + " WHERE m.here > $2 AND NOT " + isThere(space, "m.here")
                + " ORDER BY m.here, m.doc DESC) AS late WHERE alive OR again ORDER BY here LIMIT $3";
    }

    /** Leads the rows that hold one of the ids in {@code $1} to where the JSON object {@code $2} says, and its twin. */
    static String change(CarrierTable table, Carrier carrier) {
        String name = SqlNames.quoted(table.relation().name());
        String column = CarrierSql.column(carrier, "x");
        String replaced = CarrierSql.replaced(carrier, column, "$2::jsonb");
        // What an array of several dimensions holds is not replaced, and such a row is not to be written.
        String where =
                CarrierSql.holds(carrier, "x", "$1::uuid[]") + " AND (" + replaced + ")::text <> " + column + "::text";
        String hash = ContentHash.of(table, "x");
        return "/* truename:late */ WITH b AS (SELECT count(*) AS c, COALESCE(sum(" + hash + "), 0)::text AS s FROM "
                + name + " AS x WHERE " + where + "), u AS (UPDATE " + name + " AS x SET "
                + SqlNames.quoted(carrier.column().name()) + " = " + replaced + " WHERE " + where + " RETURNING " + hash
                + " AS f) SELECT (SELECT count(*) FROM u) AS moved, (SELECT COALESCE(sum(f), 0)::text FROM u) AS after,"
                + " b.c AS found, b.s AS before FROM b";
    }

    /** Whether a row holds one of the ids in {@code $1}. */
    static String left(CarrierTable table, Carrier carrier) {
        return "/* truename:validate */ SELECT EXISTS (SELECT FROM "
                + SqlNames.quoted(table.relation().name()) + " AS x WHERE "
                + CarrierSql.holds(carrier, "x", "$1::uuid[]") + ") AS left";
    }

    /** Keeps the rows of the ids in {@code $1} from being deleted or moved until the end of the transaction. */
    String lock(int space) {
        Carrier id = idOf(space);
        String column = CarrierSql.column(id, "k");
        return "/* truename:lock */ SELECT " + column + "::text AS id FROM " + SqlNames.quoted(target(space))
                + " AS k WHERE " + CarrierSql.holds(id, "k", "$1::uuid[]") + " ORDER BY " + column
                + " FOR KEY SHARE OF k";
    }

    private static String values(CarrierTable table, Carrier carrier) {
        String from = " FROM " + SqlNames.quoted(table.relation().name()) + " AS x";
        String column = CarrierSql.column(carrier, "x");
        return switch (carrier.type()) {
            case UUID -> "SELECT " + column + " AS id" + from;
            case TEXT -> "SELECT lower(" + column + "::text) AS id" + from;
            case UUID_ARRAY -> "SELECT v AS id" + from + " CROSS JOIN LATERAL unnest(" + column + ") AS v";
            case TEXT_ARRAY -> "SELECT lower(v::text) AS id" + from + " CROSS JOIN LATERAL unnest(" + column + ") AS v";
            case JSONB ->
                "SELECT lower(leaf #>> '{}') AS id" + from + " CROSS JOIN LATERAL "
                        + CarrierSql.elements(
                                column, carrier.path().orElseThrow().steps());
        };
    }

    /** What the run has moved this way. Who was merged comes back with another: its new id is the other's. */
    private String moved(int space) {
        String states = way == Way.FORWARD ? "m.state IN (1, 2)" : "m.state = 7 AND m.into_doc IS NULL";
        if (space == 0) {
            return "SELECT m." + way.from() + " AS here, m." + way.to()
                    + " AS there, m.doc FROM truename.document_map AS m"
                    + " WHERE m.run = $1 AND m.old_id <> m.new_id AND " + states;
        }
        return "SELECT c." + way.from() + " AS here, c." + way.to() + " AS there, c.doc FROM truename.chunk_map AS c"
                + " JOIN truename.document_map AS m ON m.run = c.run AND m.doc = c.doc WHERE c.run = $1 AND c.source = "
                + space + " AND c.old_id <> c.new_id AND "
                + (way == Way.FORWARD ? states : "m.state = 7 AND NOT c.merged");
    }

    /** Whether what an id leads to was moved once more by a later pass; on the way back, of documents only: no index has chunks. */
    private String again(int space) {
        if (way == Way.FORWARD) {
            return "EXISTS (SELECT FROM (" + moved(space) + ") AS n WHERE n.here = m.there AND n.doc > m.doc)";
        }
        return space == 0
                ? "EXISTS (SELECT FROM (" + moved(0) + ") AS n WHERE n.here = m.there AND n.doc < m.doc)"
                : "";
    }

    private String isThere(int space, String uuid) {
        Carrier id = idOf(space);
        return "EXISTS (SELECT FROM " + SqlNames.quoted(target(space)) + " AS k WHERE " + CarrierSql.column(id, "k")
                + " = " + CarrierSql.written(id, uuid) + ")";
    }

    private TableName target(int space) {
        return space == 0
                ? schema.documents().table()
                : schema.chunks().get(space - 1).table();
    }

    private Carrier idOf(int space) {
        Column id = space == 0
                ? schema.documents().id()
                : schema.chunks().get(space - 1).id();
        return LockedDocuments.idOf(schema, schema.table(target(space)), id.name());
    }
}
