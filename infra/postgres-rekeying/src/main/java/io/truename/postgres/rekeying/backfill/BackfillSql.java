// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.backfill;

import io.truename.corpus.schema.BackfillSchema;
import io.truename.corpus.schema.BackfillTable;
import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.corpus.schema.CorpusSchema.DocumentTable;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.recipe.RecipeSql;
import io.truename.postgres.rekeying.batch.BackfillState;

/** Statements on one table of a backfill, as constant texts. Illegal values are cut to a length that is still illegal. */
final class BackfillSql {
    private static final String DOCUMENT = ", left(%s, 300) AS owner, left(%s, 100) AS hash";

    /** Selects the keys of the first $1 rows, in their order; those after $2 unless it is the first page. */
    final String firstKeys;

    final String nextKeys;

    /** Selects rows with their inputs by the keys bound as $1. */
    final String rows;

    /** The same, with the rows locked until the end of the transaction. */
    final String lockedRows;

    /** Selects the inputs of the documents whose keys are bound as $1, by the place of each key. */
    final String documents;

    /** Selects the keys among those bound as $1 that a row has, with the value of its column. */
    final String present;

    /**
     * Writes the column of rows whose keys are bound as $1, from the values in $2 to those in $3, which are JSON objects by key; returns the
     * keys with the new values of the column.
     */
    final String write;

    /** Selects the keys of rows that hold the true ids in $3, with them; without rows that have a record in source $2 of run $1, unless they were gone. */
    final String holders;

    BackfillSql(BackfillSchema schema, int source) {
        BackfillTable table = schema.tables().get(source);
        DocumentTable documentTable = schema.corpus().documents();
        String from = " FROM " + TableSql.quoted(table.name()) + " x";
        String key = column("x", table.key());
        String stored =
                table.trueId().map(column -> column("x", column) + "::text").orElse("NULL::text");
        String keys = "SELECT " + key + "::text AS key" + from;
        String order = " ORDER BY " + key + " LIMIT $1";
        String bound = " = ANY(CAST(CAST($1 AS text[]) AS " + table.key().type() + "[]))";
        firstKeys = keys + order;
        nextKeys = keys + " WHERE " + key + " > CAST(CAST($2 AS text) AS "
                + table.key().type() + ")" + order;
        rows = "SELECT " + key + "::text AS id, " + stored + " AS stored"
                + (source == 0
                        ? inputs(documentTable, "x")
                        : inputs(schema.corpus().chunks().get(source - 1), bound))
                + from + " WHERE " + key + bound + " ORDER BY " + key;
        lockedRows = rows + " FOR NO KEY UPDATE OF x";
        documents = "SELECT q.place" + inputs(documentTable, "d")
                + " FROM unnest(CAST($1 AS text[])) WITH ORDINALITY AS q (key, place) CROSS JOIN LATERAL (SELECT * FROM "
                + TableSql.quoted(documentTable.table()) + " o WHERE " + column("o", documentTable.id())
                + " = CAST(q.key AS " + wide(documentTable.id().type()) + ") OFFSET 0) d";
        present = "SELECT " + key + "::text AS key, " + stored + " AS stored" + from + " WHERE " + key + bound;
        holders = table.trueId().map(column -> holders(table, column)).orElse("");
        write = table.trueId().map(column -> write(table, column)).orElse("");
    }

    /** Type of a reference's key: one of the documents' own type may be cut to its length, or refused for its size. */
    private static String wide(String type) {
        return switch (type) {
            case "smallint", "integer" -> "bigint";
            default ->
                type.startsWith("character(") ? "bpchar" : type.replaceFirst("^character varying\\(\\d+\\)$", "text");
        };
    }

    private static String write(BackfillTable table, Column column) {
        String key = column("x", table.key());
        String name = column("x", column);
        return "/* truename:move */ UPDATE " + TableSql.quoted(table.name()) + " AS x SET "
                + SqlNames.quoted(column.name()) + " = CAST(" + value(3, key) + " AS " + column.type() + ") WHERE "
                + key
                + " = ANY(CAST(CAST($1 AS text[]) AS " + table.key().type() + "[])) AND " + name
                + "::text IS NOT DISTINCT FROM " + value(2, key) + " RETURNING " + key + "::text AS key, " + name
                + "::text AS now";
    }

    /**
     * Value of a row in a bound object, which a subquery reads once. A join would be as good, but statistics might have it read the table
     * for each row.
     */
    private static String value(int place, String key) {
        return "((SELECT CAST(CAST($" + place + " AS text) AS jsonb)) ->> (" + key + "::text))";
    }

    private static String holders(BackfillTable table, Column column) {
        String key = column("x", table.key()) + "::text";
        return "SELECT " + key + " AS key, g.new_id FROM " + TableSql.quoted(table.name())
                + " AS x JOIN unnest(CAST($3 AS uuid[])) AS g (new_id) ON " + column("x", column)
                + " = CAST(g.new_id::text AS " + column.type() + ") WHERE NOT EXISTS (SELECT FROM truename.backfill b"
                + " WHERE b.run = $1 AND b.source = $2 AND b.key = " + key + " AND b.state <> "
                + BackfillState.GONE.code() + " OFFSET 0)";
    }

    private static String inputs(DocumentTable documents, String alias) {
        return DOCUMENT.formatted(RecipeSql.user(documents, alias), RecipeSql.storedHash(documents, alias));
    }

    private static String inputs(ChunkTable chunks, String keys) {
        return ", " + column("x", chunks.document()) + "::text AS document, left(" + RecipeSql.chunker(chunks, "x")
                + ", 100) AS chunker, left(" + RecipeSql.chunkerVersion(chunks, "x") + ", 100) AS version, left("
                + RecipeSql.ordinalByKey(chunks, "x", keys) + "::text, 30) AS ordinal";
    }

    private static String column(String alias, Column column) {
        return RecipeSql.column(column, alias);
    }
}
