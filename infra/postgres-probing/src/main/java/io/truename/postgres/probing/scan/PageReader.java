// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.postgres.PlannerSettings;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.recipe.RecipeSql;
import io.truename.probing.scan.StoredId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reader of a corpus by pages: so many documents in the order of their ids, and the chunks that refer to an id of that range,
 * those of missing documents too. Where the columns are not of type {@code uuid}, letter cases may differ, so that the chunks of
 * a page are found by the ids of its documents, and chunks of missing documents are not.
 *
 * <p>All of a page must be read in one transaction of one snapshot. Not thread-safe.
 */
final class PageReader {
    /** Rows of a first look at the chunkers of a table. */
    private static final long A_FEW = 1_000;

    private static final int DOCUMENTS_ALONE = 20_000;
    private static final String IN_ORDER = PlannerSettings.IN_ORDER + "; SET LOCAL work_mem = '16MB'";
    private static final String BY_BLOCKS = "SET LOCAL enable_sort = on; SET LOCAL enable_indexscan = off";
    private static final String BY_INDEX = "SET LOCAL enable_indexscan = on";

    private final CorpusSchema schema;
    private final PackedSql sql;
    private final List<Column> extras;
    private final List<String> labels;
    private final PageSize size;
    private final List<Chunkers> chunkers = new ArrayList<>();

    PageReader(CorpusSchema schema, List<DocumentExtras.Extra> extras, PageSize size) {
        this.schema = schema;
        this.extras = extras.stream().map(DocumentExtras.Extra::column).toList();
        this.labels = extras.stream().map(DocumentExtras.Extra::label).toList();
        this.sql = new PackedSql(schema, this.extras);
        this.size = size;
        schema.chunks().forEach(table -> chunkers.add(new Chunkers()));
    }

    /** Prepares a transaction. */
    static void prepare(Session session) {
        session.execute(IN_ORDER);
    }

    /** Whether chunks of this table that refer to a missing document are among those of a page. */
    static boolean seesOrphans(CorpusSchema schema, ChunkTable table) {
        return PackedSql.isUuid(schema.documents().id()) && PackedSql.isUuid(table.document());
    }

    /** Reads the next page after the document of that id. */
    CorpusPage next(Session session, Optional<String> after) {
        while (true) {
            long begun = System.nanoTime();
            Optional<CorpusPage> page = attempt(session, after, size.documents());
            if (page.isPresent()) {
                size.read(page.get().chunks(), (System.nanoTime() - begun) / 1e9);
                return page.get();
            }
            size.tooMany();
        }
    }

    /** Reads documents by a condition, whose values are bound from {@code $2} on, with their chunks. */
    CorpusPage some(Session session, String condition, List<Object> values) {
        session.execute(BY_INDEX + "; SET LOCAL enable_sort = on");
        List<Object> bound = new ArrayList<>(List.of(Long.MAX_VALUE));
        bound.addAll(values);
        Packed documents = packed(session, sql.documents(condition), bound);
        CorpusPage page = new CorpusPage(schema, labels, documents.bytes, (int) documents.number, Optional.empty());
        for (ChunkTable table : schema.chunks()) {
            page.add(byList(session, table, page));
        }
        return page;
    }

    /** Reads the next documents after the one of that id, without their chunks. */
    CorpusPage documents(Session session, Optional<String> after) {
        session.execute(BY_INDEX);
        Optional<String> until = until(session, after, DOCUMENTS_ALONE);
        session.execute(BY_BLOCKS);
        return documents(session, after, until);
    }

    private CorpusPage documents(Session session, Optional<String> after, Optional<String> until) {
        Range range = Range.of(
                RecipeSql.column(schema.documents().id(), "d"),
                schema.documents().id().type(),
                after,
                until);
        Packed read = packed(session, sql.documents(range.where()), range.values(Long.MAX_VALUE));
        return new CorpusPage(schema, labels, read.bytes, Math.toIntExact(read.number), until);
    }

    private Optional<String> until(Session session, Optional<String> after, int documents) {
        return after.isEmpty()
                ? session.find(sql.bound(true), row -> row.text("id"), (long) documents)
                : session.find(sql.bound(false), row -> row.text("id"), (long) documents, after.get());
    }

    private Optional<CorpusPage> attempt(Session session, Optional<String> after, int documents) {
        session.execute(BY_INDEX);
        Optional<String> until = until(session, after, documents);
        session.execute(BY_BLOCKS);
        CorpusPage page = documents(session, after, until);
        for (ChunkTable table : schema.chunks()) {
            ChunkColumns chunks =
                    seesOrphans(schema, table) ? byRange(session, table, after, until) : byList(session, table, page);
            if (chunks.size() > PageSize.MOST_CHUNKS) {
                if (documents > 1) {
                    return Optional.empty();
                }
                page.cut();
            }
            page.add(chunks);
        }
        return Optional.of(page);
    }

    private ChunkColumns byRange(Session session, ChunkTable table, Optional<String> after, Optional<String> until) {
        Range range = Range.of(
                RecipeSql.column(table.document(), "c"), table.document().type(), after, until);
        return chunks(session, table, range.condition(), range.values(PageSize.MOST_CHUNKS + 1L));
    }

    private ChunkColumns byList(Session session, ChunkTable table, CorpusPage page) {
        boolean uuid = PackedSql.isUuid(table.document());
        List<String> ids = new ArrayList<>();
        for (StoredId id : page.ids()) {
            if (uuid && !id.isUuid()) {
                continue;
            }
            String text = id.toString();
            ids.add(text);
            if (!uuid) {
                ids.add(text.toUpperCase(Locale.ROOT));
            }
        }
        return chunks(
                session,
                table,
                RecipeSql.column(table.document(), "c") + " = ANY(CAST($2 AS "
                        + table.document().type() + "[]))",
                List.of(PageSize.MOST_CHUNKS + 1L, ids.toArray(String[]::new)));
    }

    private ChunkColumns chunks(Session session, ChunkTable table, String condition, List<Object> values) {
        int number = schema.chunks().indexOf(table);
        if (PackedSql.hasColumns(table)) {
            Chunkers of = chunkers.get(number);
            if (of.known().isEmpty()) {
                learn(session, table, condition, values, A_FEW, of);
            }
            while (!of.tooMany()) {
                Optional<ChunkColumns> columns = columns(session, table, number, condition, values, of.known());
                if (columns.isPresent()) {
                    return columns.get();
                }
                if (!learn(session, table, condition, values, PageSize.MOST_CHUNKS, of)) {
                    of.giveUp();
                }
            }
        }
        Packed packed = packed(session, sql.chunks(table, condition), values);
        return ChunkColumns.ofRows(
                number,
                packed.bytes,
                Math.toIntExact(packed.number),
                PackedSql.isUuid(table.id()),
                PackedSql.isUuid(table.document()));
    }

    private boolean learn(
            Session session, ChunkTable table, String condition, List<Object> values, long rows, Chunkers of) {
        List<Object> bound = new ArrayList<>(values);
        bound.set(0, Chunkers.OTHER + 1L);
        return of.learn(session.list(
                sql.chunkers(table, condition, rows),
                row -> new Chunkers.Chunker(row.text("name"), row.text("version")),
                bound.toArray()));
    }

    private Optional<ChunkColumns> columns(
            Session session,
            ChunkTable table,
            int number,
            String condition,
            List<Object> values,
            List<Chunkers.Chunker> known) {
        List<Object> bound = new ArrayList<>(values);
        known.forEach(chunker -> bound.addAll(List.of(chunker.name(), chunker.version())));
        return session.one(
                sql.columns(table, condition, known.size(), values.size() + 1),
                row -> ChunkColumns.of(
                        number,
                        Math.toIntExact(row.number("number")),
                        bytes(row, "ids"),
                        bytes(row, "documents"),
                        bytes(row, "numbers"),
                        known),
                bound.toArray());
    }

    private static byte[] bytes(Session.Fields row, String column) {
        return row.find(column, byte[].class).orElse(new byte[0]);
    }

    /** Rows as one value, and their number. */
    private static final class Packed {
        private final byte[] bytes;
        private final long number;

        Packed(byte[] bytes, long number) {
            this.bytes = bytes;
            this.number = number;
        }
    }

    private static Packed packed(Session session, String statement, List<Object> values) {
        return session.one(statement, row -> new Packed(bytes(row, "rows"), row.number("number")), values.toArray());
    }

    /** Ids after one and up to another. */
    private record Range(String condition, List<String> ends) {
        static Range of(String column, String type, Optional<String> after, Optional<String> until) {
            List<String> conditions = new ArrayList<>();
            List<String> ends = new ArrayList<>();
            after.ifPresent(id -> {
                conditions.add(column + " > CAST($" + (ends.size() + 2) + " AS " + type + ")");
                ends.add(id);
            });
            until.ifPresent(id -> {
                conditions.add(column + " <= CAST($" + (ends.size() + 2) + " AS " + type + ")");
                ends.add(id);
            });
            return new Range(conditions.isEmpty() ? column + " IS NOT NULL" : String.join(" AND ", conditions), ends);
        }

        String where() {
            return " WHERE " + condition;
        }

        List<Object> values(long most) {
            List<Object> values = new ArrayList<>(List.of(most));
            values.addAll(ends);
            return values;
        }
    }
}
