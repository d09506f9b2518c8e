// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.validate;

import io.truename.corpus.mapping.JsonPath;
import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.corpus.schema.CorpusSchema.DocumentTable;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.IdType;
import io.truename.corpus.schema.TableName;
import io.truename.postgres.TableBlocks;
import io.truename.postgres.corpus.CreationTimeSql;
import io.truename.postgres.corpus.ReferencePatternSql;
import io.truename.postgres.corpus.recipe.RecipeSql;

/** Statements of a validation. Each reads a slice whose size the caller bounds, and finds related rows by index. */
public final class ValidationSql {
    private static final String UUID_PATTERN = "'^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'";

    private final CorpusSchema schema;

    public ValidationSql(CorpusSchema schema) {
        this.schema = schema;
    }

    /** Selects a page of $1 documents in the order of their ids, after the id bound as $2 unless it is the first page. */
    public String documents(boolean first) {
        DocumentTable table = schema.documents();
        String id = "d." + name(table.id());
        return "/* truename:validate */ SELECT " + RecipeSql.user(table, "d") + " AS owner, " + id + "::text AS id, "
                + RecipeSql.storedHash(table, "d") + " AS hash, " + created(table) + " AS created FROM "
                + name(table.table()) + " d"
                + (first ? "" : " WHERE " + id + " > CAST($2 AS " + table.id().type() + ")")
                + " ORDER BY " + id + " LIMIT $1";
    }

    /** Selects the chunks of the documents bound as $1, with ids as the corpus writes them. */
    public String chunks(ChunkTable table) {
        String document = "c." + name(table.document());
        return "/* truename:validate */ SELECT lower(c." + name(table.id()) + "::text) AS id, lower(" + document
                + "::text) AS document, " + RecipeSql.chunker(table, "c") + " AS chunker, "
                + RecipeSql.chunkerVersion(table, "c") + " AS version, " + RecipeSql.ordinal(table, "c")
                + "::bigint AS ordinal FROM " + RecipeSql.chunks(table, "c")
                + " WHERE " + document + " = ANY(CAST($1 AS "
                + table.document().type() + "[]))";
    }

    /**
     * Counts the orphans of a column in the blocks bound as $1 and $2, and returns five of them. A path, if any, is bound as $3. Each
     * reference is looked up in the index of its target.
     */
    public String orphans(TableName table, IdColumn idColumn) {
        return "/* truename:validate */ SELECT count(*) AS rows, (array_agg(DISTINCT left(lower(r.id::text), 60)))[1:5]"
                + " AS examples FROM (" + references(table, idColumn)
                + " OFFSET 0) r WHERE r.id IS NOT NULL AND NOT EXISTS (SELECT FROM "
                + target(idColumn.space()) + " k WHERE k." + name(targetId(idColumn.space())) + found(idColumn)
                + " OFFSET 0)";
    }

    private static String references(TableName table, IdColumn idColumn) {
        String column = "t." + name(idColumn.column());
        String from = " FROM " + name(table) + " t";
        String where = " WHERE " + TableBlocks.within("t", 1);
        return switch (idColumn.type()) {
            case UUID -> "SELECT " + column + " AS id" + from + where;
            case TEXT -> "SELECT " + id(idColumn, column + "::text") + " AS id" + from + where;
            case UUID_ARRAY -> "SELECT v AS id" + from + ", unnest(" + column + ") v" + where;
            case TEXT_ARRAY ->
                "SELECT " + id(idColumn, "v::text") + " AS id" + from + ", unnest(" + column + ") v" + where;
            // A text may have UUIDs of other things.
            case WITHIN -> throw new IllegalArgumentException("ids within longer text have no orphans");
            case JSONB ->
                "SELECT " + id(idColumn, "(v #>> '{}')") + " AS id" + from + ", jsonb_path_query(" + column
                        + ", CAST($3 AS jsonpath), '{}', true) v" + where + " AND jsonb_typeof(v) = 'string'";
        };
    }

    /** The id in a text, as text; values that do not match a pattern are no references. */
    private static String id(IdColumn idColumn, String text) {
        return idColumn.pattern()
                .map(pattern -> "(" + ReferencePatternSql.id(pattern, text) + ")::text")
                .orElse(text);
    }

    /** Whether orphans of a column can be told: a longer text may have UUIDs of other things. */
    public static boolean tellsOrphans(IdColumn idColumn) {
        return idColumn.type() != IdType.WITHIN;
    }

    /** Reference in the form of its target column, so that the index applies; in both letter cases if the target is text. */
    private String found(IdColumn idColumn) {
        boolean uuid = idColumn.type() == IdType.UUID || idColumn.type() == IdType.UUID_ARRAY;
        String type = targetId(idColumn.space()).type();
        if (!type.equals("uuid")) {
            return " = ANY(CAST(ARRAY[r.id::text, lower(r.id::text), upper(r.id::text)] AS " + type + "[]))";
        }
        return uuid ? " = r.id" : " = CASE WHEN r.id ~* " + UUID_PATTERN + " THEN CAST(r.id AS uuid) END";
    }

    /** Path in SQL/JSON notation. */
    public static String path(JsonPath path) {
        StringBuilder text = new StringBuilder("$");
        for (JsonPath.Step step : path.steps()) {
            if (step instanceof JsonPath.Member member) {
                text.append(".\"");
                for (char character : member.name().toCharArray()) {
                    if (character == '"' || character == '\\') {
                        text.append('\\').append(character);
                    } else if (character < ' ') {
                        text.append(String.format("\\u%04x", (int) character));
                    } else {
                        text.append(character);
                    }
                }
                text.append('"');
            } else {
                text.append("[*]");
            }
        }
        return text.toString();
    }

    private static String created(DocumentTable table) {
        return table.createdAt()
                .flatMap(column -> CreationTimeSql.of(column, "d"))
                .map(time -> "extract(epoch FROM " + time + ")::float8")
                .orElse("NULL::float8");
    }

    private String target(int space) {
        return name(
                space == 0
                        ? schema.documents().table()
                        : schema.chunks().get(space - 1).table());
    }

    private Column targetId(int space) {
        return space == 0
                ? schema.documents().id()
                : schema.chunks().get(space - 1).id();
    }

    private static String name(TableName table) {
        return name(table.schema()) + "." + name(table.name());
    }

    private static String name(Column column) {
        return name(column.name());
    }

    private static String name(String name) {
        return io.truename.postgres.SqlNames.quoted(name);
    }
}
