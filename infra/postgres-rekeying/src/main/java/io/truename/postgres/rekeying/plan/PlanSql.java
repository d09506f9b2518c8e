// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.corpus.schema.CorpusSchema.DocumentTable;
import io.truename.postgres.SqlNames;
import io.truename.postgres.TableBlocks;
import io.truename.postgres.corpus.CreationTimeSql;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.recipe.RecipeSql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** SQL by which planning reads a corpus, as constant texts. Illegal values are cut to a length that is still illegal. */
final class PlanSql {
    final IdExpression documentId;
    final List<Chunks> chunks = new ArrayList<>();

    /** Quoted name of the table of documents. */
    final String documents;

    /** Creation of a document of alias d, of a type with an order. */
    final String created;

    private final String recipe;
    private final String page;

    PlanSql(CorpusSchema schema) {
        DocumentTable table = schema.documents();
        documentId = IdExpression.of(schema, table.table(), table.id().name());
        documents = TableSql.quoted(table.table());
        created = table.createdAt()
                .flatMap(column -> CreationTimeSql.of(column, "d"))
                .orElse("NULL::timestamptz");
        recipe = documentId.text("d") + " AS id, left(" + RecipeSql.user(table, "d") + ", 300) AS owner, left("
                + RecipeSql.storedHash(table, "d") + ", 100) AS hash";
        String status = table.status()
                .map(column -> "left(" + column("d", column) + "::text, 100)")
                .orElse("NULL::text");
        page = "SELECT " + recipe + ", extract(epoch FROM " + created + ")::float8 AS created, " + status
                + " AS status, d.tableoid::bigint AS part, d.ctid::text AS place FROM " + documents + " d ";
        for (ChunkTable entry : schema.chunks()) {
            chunks.add(new Chunks(schema, entry));
        }
    }

    /**
     * Selects a page of $1 documents, in the order of the table: those of the blocks from $2 until $3, after the row at $5 of the table $4
     * if one of them was read already.
     */
    String pageOfBlocks(boolean first) {
        return page + "WHERE " + TableBlocks.within("d", 2)
                + (first ? "" : " AND (d.tableoid, d.ctid) > (CAST($4 AS bigint)::oid, CAST($5 AS tid))")
                + " ORDER BY d.tableoid, d.ctid LIMIT $1";
    }

    /** Selects a page of $1 documents, in the order of ids; after the id bound as $2 unless it is the first page. */
    String page(boolean first) {
        return page + (first ? "" : "WHERE " + documentId.isAfter("d", 2) + " ") + "ORDER BY " + documentId.of("d")
                + " LIMIT $1";
    }

    /** Selects the recipe's inputs of the documents bound as $1. */
    String recipes() {
        return "SELECT " + recipe + " FROM " + documents + " d WHERE " + documentId.isAnyOf("d", 1);
    }

    /** Qualified column. */
    static String column(String alias, Column column) {
        return alias + "." + SqlNames.quoted(column.name());
    }

    /** One kind of chunks. */
    static final class Chunks {
        final IdExpression id;

        /** Opens the cursor {@link #cursor} over every chunk of the documents bound as $1. */
        final String declare;

        final String fetch;
        final String cursor;

        /** Selects the chunks whose ids are bound as $1. */
        final String held;

        /** Column of the chunks' document. */
        final IdExpression document;

        private Chunks(CorpusSchema schema, ChunkTable table) {
            id = IdExpression.of(schema, table.table(), table.id().name());
            document = IdExpression.of(schema, table.table(), table.document().name());
            String select = "SELECT " + id.text("c") + " AS id, " + document.text("c") + " AS document, left("
                    + RecipeSql.chunker(table, "c") + ", 100) AS chunker, left("
                    + RecipeSql.chunkerVersion(table, "c") + ", 100) AS version, left("
                    + RecipeSql.ordinal(table, "c") + "::text, 30) AS ordinal FROM ";
            cursor = "truename_chunks_" + (schema.chunks().indexOf(table) + 1);
            declare = "DECLARE " + cursor + " NO SCROLL CURSOR FOR " + select + RecipeSql.chunks(table, "c") + " WHERE "
                    + document.isAnyOf("c", 1);
            fetch = "FETCH " + ChunkScan.SLICE + " FROM " + cursor;
            String holders = "SELECT " + document.of("h") + " FROM " + TableSql.quoted(table.table()) + " AS h WHERE "
                    + id.isAnyOf("h", 1);
            held = select + RecipeSql.chunksOf(table, "c", holders) + " WHERE " + id.isAnyOf("c", 1);
        }
    }

    /** Column of the documents' age, if any. */
    static Optional<Column> age(CorpusSchema schema) {
        return schema.documents()
                .createdAt()
                .filter(column -> CreationTimeSql.of(column, "d").isPresent());
    }
}
