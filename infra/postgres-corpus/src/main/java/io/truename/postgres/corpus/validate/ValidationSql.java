// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.validate;

import io.truename.corpus.mapping.JsonPath;
import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.corpus.schema.CorpusSchema.DocumentTable;
import io.truename.corpus.schema.CorpusSchema.HashType;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.IdType;
import io.truename.corpus.schema.TableName;

/** The statements of a validation. Ids are compared as lower-case text, whatever the columns' types. */
final class ValidationSql {
    private static final String UUID_PATTERN = "'^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'";

    private final CorpusSchema schema;

    ValidationSql(CorpusSchema schema) {
        this.schema = schema;
    }

    /** Documents of known users in order of (user, id), after the ones bound as $1 and $2. */
    String documents(boolean first) {
        DocumentTable table = schema.documents();
        String user = "d." + name(table.user());
        String id = "d." + name(table.id());
        return "SELECT " + user + "::text AS owner, " + id + "::text AS id, " + hash(table) + " AS hash, "
                + created(table) + " AS created FROM " + name(table.table()) + " d WHERE " + user + " IS NOT NULL"
                + (first
                        ? ""
                        : " AND (" + user + ", " + id + ") > (CAST($1 AS "
                                + table.user().type() + "), CAST($2 AS "
                                + table.id().type() + "))")
                + " ORDER BY " + user + ", " + id;
    }

    /** The chunks of the documents bound as $1, as the corpus writes their ids. */
    String chunks(ChunkTable table) {
        String document = "c." + name(table.document());
        return "SELECT lower(c." + name(table.id()) + "::text) AS id, lower(" + document + "::text) AS document, c."
                + name(table.chunker()) + "::text AS chunker, c." + name(table.chunkerVersion())
                + "::text AS version, c." + name(table.ordinal()) + "::text AS ordinal FROM " + name(table.table())
                + " c WHERE " + document + " = ANY(CAST($1 AS "
                + table.document().type() + "[]))";
    }

    /** Documents of no user. */
    String withoutUser() {
        DocumentTable table = schema.documents();
        return "SELECT count(*) AS rows FROM " + name(table.table()) + " d WHERE d." + name(table.user()) + " IS NULL";
    }

    /** Chunks of documents of no user. */
    String chunksWithoutUser(ChunkTable table) {
        DocumentTable documents = schema.documents();
        return "SELECT count(*) AS rows FROM " + name(documents.table()) + " d JOIN " + name(table.table())
                + " c ON lower(c." + name(table.document()) + "::text) = lower(d." + name(documents.id())
                + "::text) WHERE d." + name(documents.user()) + " IS NULL";
    }

    /** References of a column to nobody: how many, and five of them. Binds a path, if there is one. */
    String orphans(TableName table, IdColumn idColumn) {
        return "WITH lost AS (SELECT r.id FROM " + references(table, idColumn)
                + " WHERE r.id IS NOT NULL AND NOT EXISTS"
                + " (SELECT 1 FROM " + target(idColumn.space()) + " k WHERE lower(k." + targetId(idColumn.space())
                + "::text) = r.id)) SELECT (SELECT count(*) FROM lost) AS rows,"
                + " ARRAY(SELECT DISTINCT left(id, 60) FROM lost ORDER BY 1 LIMIT 5) AS examples";
    }

    private String references(TableName table, IdColumn idColumn) {
        String column = "t." + name(idColumn.column());
        String from = "(SELECT lower(";
        if (idColumn.type() == IdType.JSONB) {
            return from + "v #>> '{}') AS id FROM " + name(table) + " t, jsonb_path_query(" + column
                    + ", CAST($1 AS jsonpath), '{}', true) v WHERE jsonb_typeof(v) = 'string') r";
        }
        if (idColumn.type() == IdType.UUID_ARRAY || idColumn.type() == IdType.TEXT_ARRAY) {
            return from + "v::text) AS id FROM " + name(table) + " t, unnest(" + column + ") v) r";
        }
        return from + column + "::text) AS id FROM " + name(table) + " t) r";
    }

    /** As SQL/JSON writes a path. */
    static String path(JsonPath path) {
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

    /** Documents beyond the first of one name. */
    String duplicateDocuments() {
        DocumentTable table = schema.documents();
        String user = "d." + name(table.user()) + "::text";
        return "SELECT coalesce(sum(n - 1), 0)::bigint AS rows, (array_agg(id))[1:5] AS examples FROM (SELECT count(*) AS n,"
                + " min(lower(d." + name(table.id()) + "::text)) AS id FROM " + name(table.table()) + " d WHERE d."
                + name(table.user()) + " IS NOT NULL AND d." + name(table.contentHash())
                + " IS NOT NULL GROUP BY CASE WHEN " + user + " ~* " + UUID_PATTERN + " THEN lower(" + user + ") ELSE "
                + user + " END, " + lowerHash(table) + " HAVING count(*) > 1) g";
    }

    /** Chunks beyond the first of one name. */
    String duplicateChunks(ChunkTable table) {
        return "SELECT coalesce(sum(n - 1), 0)::bigint AS rows, (array_agg(id))[1:5] AS examples FROM (SELECT count(*) AS n,"
                + " min(lower(c." + name(table.id()) + "::text)) AS id FROM " + name(table.table()) + " c GROUP BY c."
                + name(table.document()) + ", c." + name(table.chunker()) + ", c." + name(table.chunkerVersion())
                + ", c." + name(table.ordinal()) + " HAVING count(*) > 1) g";
    }

    private static String lowerHash(DocumentTable table) {
        return table.hashType() == HashType.BYTEA ? hash(table) : "lower(" + hash(table) + ")";
    }

    private static String hash(DocumentTable table) {
        String column = "d." + name(table.contentHash());
        return table.hashType() == HashType.BYTEA ? "encode(" + column + ", 'hex')" : column + "::text";
    }

    private static String created(DocumentTable table) {
        return table.createdAt()
                .filter(column ->
                        column.type().startsWith("timestamp") || column.type().equals("date"))
                .map(column -> "extract(epoch FROM d." + name(column) + ")::float8")
                .orElse("NULL::float8");
    }

    private String target(int space) {
        return name(
                space == 0
                        ? schema.documents().table()
                        : schema.chunks().get(space - 1).table());
    }

    private String targetId(int space) {
        return name(
                space == 0
                        ? schema.documents().id()
                        : schema.chunks().get(space - 1).id());
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
