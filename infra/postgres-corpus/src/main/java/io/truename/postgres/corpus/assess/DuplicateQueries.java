// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.assess;

import io.truename.corpus.assess.Assessment.Collisions;
import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.ComparedColumns;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.corpus.schema.CorpusSchema.DocumentTable;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.RecipeInput;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.corpus.schema.TableName;
import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.recipe.RecipeSql;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Counts rows that would have the same id, equal ones and differing ones. It compares rows as a merge does, except references, which
 * a merge changes, and rows of other tables, which the plan compares.
 */
final class DuplicateQueries {
    private final CorpusSchema schema;

    DuplicateQueries(CorpusSchema schema) {
        this.schema = schema;
    }

    private record Split(long equal, long differing) {
        Split plus(Split other) {
            return new Split(equal + other.equal, differing + other.differing);
        }
    }

    Collisions read(Session session) {
        record Groups(long groups, long members, long largest) {}
        Groups groups = session.one(
                "SELECT count(*) AS groups, coalesce(sum(members), 0)::bigint AS members,"
                        + " coalesce(max(members), 0)::bigint AS largest FROM (SELECT count(*) AS members FROM "
                        + grouped() + " GROUP BY truename_owner, truename_content HAVING count(*) > 1) AS same",
                row -> new Groups(row.number("groups"), row.number("members"), row.number("largest")));
        Split documents = groups.groups() == 0 ? new Split(0, 0) : split(session, documents());
        Split chunks = new Split(0, 0);
        for (ChunkTable table : schema.chunks()) {
            boolean withinDocuments = !isUnique(table);
            if (withinDocuments || groups.groups() > 0) {
                chunks = chunks.plus(split(session, chunks(table, withinDocuments)));
            }
        }
        return new Collisions(
                groups.groups(),
                groups.members(),
                groups.largest(),
                documents.equal(),
                documents.differing(),
                chunks.equal(),
                chunks.differing());
    }

    private static Split split(Session session, String members) {
        return session.one(
                "SELECT count(*) FILTER (WHERE pg_catalog.record_image_eq(own, first)) AS equal,"
                        + " count(*) FILTER (WHERE NOT pg_catalog.record_image_eq(own, first)) AS differing FROM ("
                        + members + ") AS m WHERE place > 1",
                row -> new Split(row.number("equal"), row.number("differing")));
    }

    /** Documents with the inputs of their ids, as the recipe reads them: a UUID in either case is one user. */
    private String grouped() {
        DocumentTable documents = schema.documents();
        return "(SELECT * FROM (SELECT d.*, " + RecipeSql.canonicalUser(documents, "d") + " AS truename_owner, "
                + RecipeSql.contentHash(documents, "d") + " AS truename_content FROM "
                + TableSql.quoted(documents.table())
                + " AS d) AS d WHERE truename_owner IS NOT NULL AND truename_content IS NOT NULL) AS d";
    }

    /** Documents of each group with the oldest of the group, which survives. */
    private String documents() {
        DocumentTable documents = schema.documents();
        String id = "d." + SqlNames.quoted(documents.id().name());
        String created = documents
                .createdAt()
                .map(column -> "d." + SqlNames.quoted(column.name()) + " NULLS LAST, ")
                .orElse("");
        String row = row(documents.table(), Set.copyOf(RecipeSql.columns(documents)), "d");
        return "SELECT t.* FROM (SELECT " + id + "::text AS id, " + row
                + " AS own, count(*) OVER (PARTITION BY truename_owner, truename_content) AS members,"
                + " row_number() OVER w AS place, first_value(" + id + "::text) OVER w AS survivor, first_value(" + row
                + ") OVER w AS first FROM " + grouped()
                + " WINDOW w AS (PARTITION BY truename_owner, truename_content ORDER BY " + created + id
                + ")) AS t WHERE members > 1";
    }

    /** Chunks, with those of documents that will be merged taken together, each with the first of its name. */
    private String chunks(ChunkTable table, boolean withinDocuments) {
        String document = "c." + SqlNames.quoted(table.document().name()) + "::text";
        String row = row(table.table(), Set.of(), "c");
        String chunks =
                withinDocuments ? RecipeSql.chunks(table, "c") : RecipeSql.chunksOf(table, "c", mergedDocuments(table));
        return "WITH t AS MATERIALIZED (SELECT id, survivor, place FROM (" + documents()
                + ") AS m WHERE pg_catalog.record_image_eq(own, first)) SELECT row_number() OVER w AS place, " + row
                + " AS own, first_value(" + row + ") OVER w AS first FROM " + chunks
                + (withinDocuments ? " LEFT" : "") + " JOIN t ON lower(t.id) = lower(" + document
                + ") WINDOW w AS (PARTITION BY coalesce(lower(t.survivor), lower(" + document + ")), "
                + RecipeSql.chunker(table, "c") + ", " + RecipeSql.chunkerVersion(table, "c") + ", "
                + RecipeSql.ordinal(table, "c") + " ORDER BY t.place, c."
                + SqlNames.quoted(table.id().name()) + ")";
    }

    /** The documents that will be merged, as the chunks' column writes them: only their chunks have to be numbered. */
    private static String mergedDocuments(ChunkTable table) {
        return table.document().type().equals("uuid")
                ? "SELECT t.id::uuid FROM t"
                : "SELECT v FROM t CROSS JOIN LATERAL (VALUES (lower(t.id)), (upper(t.id))) AS written (v)";
    }

    private String row(TableName name, Set<String> without, String alias) {
        RekeyedTable table = schema.table(name);
        Set<String> left = new HashSet<>(without);
        table.idColumns().stream().map(IdColumn::column).map(Column::name).forEach(left::add);
        return ComparedColumns.of(schema, table).stream()
                .map(Column::name)
                .filter(column -> !left.contains(column))
                .map(column -> alias + "." + SqlNames.quoted(column))
                .collect(Collectors.joining(", ", "ROW(", ")"));
    }

    /** Whether a unique index ensures that a document has each chunk once, or its chunks are numbered. */
    private boolean isUnique(ChunkTable table) {
        if (table.ordinal() instanceof RecipeInput.Position) {
            return true;
        }
        Set<String> recipe = new HashSet<>(RecipeSql.columns(table));
        recipe.add(table.document().name());
        return schema.table(table.table()).relation().uniqueKeys().stream()
                .anyMatch(key -> !key.partial() && recipe.containsAll(key.columns()));
    }
}
