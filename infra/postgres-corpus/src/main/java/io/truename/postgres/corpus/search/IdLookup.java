// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.search;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.TableName;
import io.truename.identity.UuidText;
import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.TableSql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Look-up of tokens among the ids of documents and chunks, by their unique indexes. */
final class IdLookup {
    private record Space(TableName table, String sql, boolean uuid) {}

    /** The function is there in every database that was migrated, and finds nothing where no run was planned. */
    private static final String MAY_BE_MOVED = """
            SELECT to_regprocedure('truename.resolve(uuid)') IS NOT NULL
                   AND coalesce((SELECT pg_relation_size(c.oid) > 0 FROM pg_catalog.pg_class c
                                  WHERE c.oid = to_regclass('truename.run')), false) AS moved""";

    private static final String RESOLVE = """
            /* truename:search */ SELECT given, now FROM (
                SELECT given, truename.resolve(given) AS now FROM unnest(CAST($1 AS uuid[])) AS t (given) OFFSET 0) AS resolved
             WHERE now <> given""";

    private final List<Space> spaces = new ArrayList<>();

    IdLookup(CorpusSchema schema) {
        spaces.add(space(schema.documents().table(), schema.documents().id()));
        schema.chunks().forEach(chunks -> spaces.add(space(chunks.table(), chunks.id())));
    }

    private static Space space(TableName table, Column id) {
        String name = "k." + SqlNames.quoted(id.name());
        return new Space(
                table,
                "/* truename:search */ SELECT " + name + "::text AS id FROM " + TableSql.quoted(table) + " AS k WHERE "
                        + name + " = ANY (CAST($1 AS " + id.type() + "[]))",
                id.type().equals("uuid"));
    }

    /** Table of a kind of ids. */
    String table(int space) {
        return spaces.get(space).table.toString();
    }

    /** Number of kinds of chunks. */
    int chunkTables() {
        return spaces.size() - 1;
    }

    /**
     * An id of the corpus.
     *
     * @param space 0 for documents, 1 for the first entry of chunks
     * @param old whether its row has another id since a migration
     */
    record Known(int space, boolean old) {}

    /** Those of the tokens that are ids, or were ids before a migration; an id of two kinds counts as one of the first. */
    Map<UUID, Known> find(Session session, Collection<UUID> tokens) {
        Map<UUID, Known> found = new HashMap<>();
        current(session, tokens).forEach((id, space) -> found.put(id, new Known(space, false)));
        if (found.size() < tokens.size() && session.one(MAY_BE_MOVED, row -> row.flag("moved"))) {
            Map<UUID, UUID> moved = new HashMap<>();
            UUID[] others =
                    tokens.stream().filter(token -> !found.containsKey(token)).toArray(UUID[]::new);
            session.list(RESOLVE, row -> Map.entry(row.get("given", UUID.class), row.get("now", UUID.class)), (Object)
                            others)
                    .forEach(entry -> moved.put(entry.getKey(), entry.getValue()));
            Map<UUID, Integer> now = current(session, new HashSet<>(moved.values()));
            moved.forEach((old, id) -> {
                Integer space = now.get(id);
                if (space != null) {
                    found.put(old, new Known(space, true));
                }
            });
        }
        return found;
    }

    private Map<UUID, Integer> current(Session session, Collection<UUID> tokens) {
        Map<UUID, Integer> found = new HashMap<>();
        Set<UUID> open = new HashSet<>(tokens);
        for (int space = 0; space < spaces.size() && !open.isEmpty(); space++) {
            for (String id :
                    session.list(spaces.get(space).sql, row -> row.text("id"), values(spaces.get(space), open))) {
                if (UuidText.isUuid(id)) {
                    found.put(UuidText.parse(id), space);
                }
            }
            open.removeAll(found.keySet());
        }
        return found;
    }

    private static Object values(Space space, Set<UUID> tokens) {
        if (space.uuid) {
            return tokens.toArray(UUID[]::new);
        }
        List<String> texts = new ArrayList<>();
        for (UUID token : tokens) {
            texts.add(token.toString());
            texts.add(token.toString().toUpperCase(Locale.ROOT));
        }
        return texts.toArray(String[]::new);
    }
}
