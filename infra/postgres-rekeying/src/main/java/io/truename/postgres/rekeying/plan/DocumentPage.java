// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.postgres.PlannerSettings;
import io.truename.postgres.Session;
import io.truename.postgres.TableBlocks;
import java.util.List;
import java.util.Optional;

/**
 * Page of documents to plan. The first pass reads them in the order of their table, and so numbers them: documents that were written
 * together move together, and change few pages. It may miss a document that the application moves within the table meanwhile. Later
 * passes read them in the order of ids, which misses none.
 *
 * @param documents may be empty where blocks hold no rows
 * @param cursor position after them, in its stored form
 */
record DocumentPage(List<DocumentRow> documents, String cursor) {
    /**
     * Reads the page after a place; empty at the end of the table.
     *
     * @param session in the transaction that will store the cursor
     * @param most maximum number of documents
     */
    static Optional<DocumentPage> read(
            Session session, CorpusSchema schema, PlanSql sql, RunFence.Place place, int most) {
        Optional<TableCursor> inTable = place.pass() > 1
                ? Optional.empty()
                : place.cursor().map(TableCursor::parse).orElse(Optional.of(TableCursor.START));
        return inTable.isPresent()
                ? inTableOrder(session, schema, sql, inTable.get(), most)
                : inIdOrder(session, schema, sql, place.cursor(), most);
    }

    private static Optional<DocumentPage> inTableOrder(
            Session session, CorpusSchema schema, PlanSql sql, TableCursor cursor, int most) {
        if (cursor.from() >= TableBlocks.of(session, sql.documents).last()) {
            return Optional.empty();
        }
        session.execute(PlannerSettings.BY_INDEX);
        String from = TableBlocks.at(cursor.from());
        String until = TableBlocks.at(cursor.until());
        List<DocumentRow> documents = cursor.row()
                .map(last -> session.list(
                        sql.pageOfBlocks(false),
                        row -> DocumentRow.read(schema, row),
                        most,
                        from,
                        until,
                        last.table(),
                        last.ctid()))
                .orElseGet(() ->
                        session.list(sql.pageOfBlocks(true), row -> DocumentRow.read(schema, row), most, from, until));
        TableCursor next = documents.size() < most
                ? cursor.next(documents.size(), most)
                : cursor.after(documents.get(documents.size() - 1).place);
        return Optional.of(new DocumentPage(documents, next.written()));
    }

    private static Optional<DocumentPage> inIdOrder(
            Session session, CorpusSchema schema, PlanSql sql, Optional<String> cursor, int most) {
        session.execute(PlannerSettings.IN_ORDER);
        List<DocumentRow> documents = cursor.map(
                        last -> session.list(sql.page(false), row -> DocumentRow.read(schema, row), most, last))
                .orElseGet(() -> session.list(sql.page(true), row -> DocumentRow.read(schema, row), most));
        return documents.isEmpty()
                ? Optional.empty()
                : Optional.of(new DocumentPage(documents, documents.get(documents.size() - 1).written));
    }
}
