// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.suggest;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.corpus.schema.CorpusSchema.DocumentTable;
import io.truename.corpus.schema.RecipeInput;
import io.truename.corpus.schema.TableName;
import io.truename.corpus.suggest.Collision;
import io.truename.corpus.suggest.Notice;
import io.truename.corpus.suggest.TableCount;
import io.truename.postgres.Session;
import io.truename.postgres.TableBlocks;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.recipe.RecipeSql;
import io.truename.postgres.corpus.suggest.NamedRows.NamedRow;
import io.truename.postgres.corpus.suggest.ReadOnlyWork.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reader of a few rows of each table of a corpus with the ids that its mapping gives them. */
final class ExampleReader {
    private static final int DOCUMENTS_OF_CHUNKS = 20;
    private static final int MOST_CHUNKS = 500;
    private static final String UUID_TEXT = "'^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$'";

    private final ReadOnlyWork work;
    private final Session session;
    private final SuggestLimits limits;
    private final CorpusSchema schema;
    private final List<Notice> warnings = new ArrayList<>();
    private final long begun = System.nanoTime();

    ExampleReader(ReadOnlyWork work, SuggestLimits limits, CorpusSchema schema) {
        this.work = work;
        this.session = work.session();
        this.limits = limits;
        this.schema = schema;
    }

    /** Reads the rows. */
    NamedRows read() {
        NamedRows rows = new NamedRows(schema);
        DocumentTable documents = schema.documents();
        rows.documents(either(documents.table(), documentSql(limits.rows()), documentSql(NamedRows.MOST_EXAMPLES)));
        for (ChunkTable chunks : schema.chunks()) {
            rows.chunks(chunks, either(chunks.table(), ofAFewDocuments(chunks), sampled(chunks)));
        }
        rows.collisions().replaceAll(collision -> {
            if (isLate()) {
                return collision;
            }
            Outcome<List<String>> differing = work.onATable("", () -> DifferingColumns.of(session, schema, collision));
            return differing instanceof Outcome.Done<List<String>> done
                    ? new Collision(collision.table(), collision.trueId(), collision.ids(), Optional.of(done.result()))
                    : collision;
        });
        return rows;
    }

    /** Tables that could not be read. */
    List<Notice> warnings() {
        return warnings;
    }

    /** Counts the rows of each table, exactly if they are few. */
    List<TableCount> counts() {
        List<TableCount> counts = new ArrayList<>();
        List<TableName> tables = new ArrayList<>(List.of(schema.documents().table()));
        schema.chunks().forEach(chunks -> tables.add(chunks.table()));
        for (TableName table : tables) {
            long most = RowSampler.MOST_COUNTED + 1;
            long estimate = schema.table(table).relation().rows();
            Outcome<Long> counted = work.onATable(
                    "",
                    () -> session.one(
                            "/* truename:suggest */ SELECT count(*) AS rows FROM (SELECT FROM " + TableSql.quoted(table)
                                    + " LIMIT " + most + ") AS rows",
                            row -> row.number("rows")));
            boolean exact = counted instanceof Outcome.Done<Long> done && done.result() < most;
            counts.add(new TableCount(
                    table,
                    counts.size(),
                    exact ? ((Outcome.Done<Long>) counted).result() : Math.max(estimate, most),
                    !exact));
        }
        return counts;
    }

    /** Rows of the first statement, or of the second one, which reads less, if the first takes too long. */
    private List<NamedRow> either(TableName table, Supplier<String> first, Supplier<String> second) {
        if (isLate()) {
            warnings.add(new Notice(
                    table.toString(),
                    "There are no examples of its rows: the time for examples, "
                            + limits.examples().toSeconds() + " s, was over."));
            return List.of();
        }
        Outcome<List<NamedRow>> outcome = rows(first);
        if (outcome instanceof Outcome.Failed<List<NamedRow>>) {
            outcome = rows(second);
        }
        if (outcome instanceof Outcome.Done<List<NamedRow>> done) {
            return done.result();
        }
        warnings.add(new Notice(
                table.toString(),
                "There are no examples of its rows. " + ((Outcome.Failed<List<NamedRow>>) outcome).reason()));
        return List.of();
    }

    private boolean isLate() {
        return System.nanoTime() - begun > limits.examples().toNanos();
    }

    private Outcome<List<NamedRow>> rows(Supplier<String> sql) {
        return work.onATable("", () -> session.list(sql.get(), ExampleReader::row));
    }

    private static NamedRow row(Session.Fields row) {
        return new NamedRow(
                row.text("id"),
                text(row, "owner"),
                text(row, "hash"),
                text(row, "document"),
                text(row, "chunker"),
                text(row, "version"),
                row.find("ordinal", Long.class).orElse(null));
    }

    private static @Nullable String text(Session.Fields row, String name) {
        return row.find(name, String.class).orElse(null);
    }

    private Supplier<String> documentSql(int most) {
        DocumentTable documents = schema.documents();
        return () -> "/* truename:suggest */ SELECT " + RecipeSql.column(documents.id(), "d") + "::text AS id, "
                + RecipeSql.user(documents, "d") + " AS owner, " + RecipeSql.storedHash(documents, "d")
                + " AS hash, NULL::text AS document, NULL::text AS chunker, NULL::text AS version, NULL::bigint AS ordinal FROM "
                + TableSql.quoted(documents.table()) + " AS d" + tablesample("d", documents.table(), most) + " LIMIT "
                + most;
    }

    private String tablesample(String alias, TableName table, int rows) {
        return RowSampler.tablesample(
                alias,
                (double) schema.table(table).relation().rows(),
                TableBlocks.of(session, TableSql.quoted(table)).pages(),
                rows);
    }

    /** All chunks of a few documents, since a random sample has no two chunks of one. */
    private Supplier<String> ofAFewDocuments(ChunkTable chunks) {
        return () -> {
            String document = RecipeSql.column(chunks.document(), "c");
            String few = "SELECT " + document + " FROM " + TableSql.quoted(chunks.table()) + " AS c"
                    + tablesample("c", chunks.table(), DOCUMENTS_OF_CHUNKS) + " LIMIT " + DOCUMENTS_OF_CHUNKS;
            return select(
                    chunks,
                    isNumbered(chunks)
                            ? "(SELECT c.* FROM " + RecipeSql.chunksOf(chunks, "c", few) + " LIMIT " + MOST_CHUNKS + ")"
                            : "(SELECT c.* FROM " + RecipeSql.chunks(chunks, "c") + " WHERE " + document + " IN (" + few
                                    + ") LIMIT " + MOST_CHUNKS + ")");
        };
    }

    private Supplier<String> sampled(ChunkTable chunks) {
        return () -> {
            String few = TableSql.quoted(chunks.table()) + " AS c"
                    + tablesample("c", chunks.table(), NamedRows.MOST_EXAMPLES) + " LIMIT " + NamedRows.MOST_EXAMPLES;
            String document = RecipeSql.column(chunks.document(), "c");
            return select(
                    chunks,
                    isNumbered(chunks)
                            // One chunk of each of them.
                            ? "(SELECT DISTINCT ON (" + document + ") c.* FROM "
                                    + RecipeSql.chunksOf(chunks, "c", "SELECT " + document + " FROM " + few) + ")"
                            : "(SELECT c.* FROM " + few + ")");
        };
    }

    private static boolean isNumbered(ChunkTable chunks) {
        return chunks.ordinal() instanceof RecipeInput.Position;
    }

    private String select(ChunkTable chunks, String from) {
        DocumentTable documents = schema.documents();
        return "/* truename:suggest */ SELECT " + RecipeSql.column(chunks.id(), "c") + "::text AS id, p.owner, p.hash, "
                + RecipeSql.column(chunks.document(), "c") + "::text AS document, " + RecipeSql.chunker(chunks, "c")
                + " AS chunker, " + RecipeSql.chunkerVersion(chunks, "c") + " AS version, ("
                + RecipeSql.ordinal(chunks, "c") + ")::bigint AS ordinal FROM " + from
                + " AS c LEFT JOIN LATERAL (SELECT " + RecipeSql.user(documents, "d") + " AS owner, "
                + RecipeSql.storedHash(documents, "d") + " AS hash FROM " + TableSql.quoted(documents.table())
                + " AS d WHERE " + RecipeSql.column(documents.id(), "d") + " = "
                + comparable(documents.id(), chunks.document()) + " OFFSET 0) AS p ON true";
    }

    /** Document's id of a chunk in the type of the documents' id. */
    private static String comparable(Column id, Column document) {
        String column = RecipeSql.column(document, "c");
        if (id.type().equals(document.type())) {
            return column;
        }
        return id.type().equals("uuid")
                ? "CASE WHEN " + column + "::text ~ " + UUID_TEXT + " THEN " + column + "::text::uuid END"
                : column + "::text";
    }
}
