// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.move;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.ForeignKey;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.corpus.schema.TableName;
import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.rekeying.batch.IdColumnSql;
import io.truename.postgres.rekeying.batch.MapColumns;
import io.truename.postgres.rekeying.batch.PlannedDocument;
import io.truename.postgres.rekeying.batch.ValidationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Explanation of a batch that fails although its rows are locked: a row trigger returned NULL, or restored the old id, so that a row kept
 * its old id. PostgreSQL reports neither. Instead a later check fails, or a foreign key that the plan covers.
 */
final class SkippedRows {
    private static final String FOREIGN_KEY_VIOLATION = "23503";

    /** Row triggers of UPDATE, also on partitions. */
    private static final String TRIGGERS = """
            SELECT DISTINCT f.place, t.tgname::text AS name, t.tgtype & 2 <> 0 AS before
              FROM unnest($1::text[]) WITH ORDINALITY AS f (name, place)
             CROSS JOIN LATERAL (SELECT to_regclass(f.name)::oid AS oid
                                 UNION SELECT relid::oid FROM pg_partition_tree(to_regclass(f.name))) AS member
              JOIN pg_catalog.pg_trigger t ON t.tgrelid = member.oid
             WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND t.tgtype & 17 = 17
             ORDER BY f.place, name""";

    /** Foreign keys whose name is part of a message; for the key of a partition, the key it derives from. */
    private static final String FOREIGN_KEYS = """
            WITH RECURSIVE named AS (
                SELECT oid, conparentid, conname::text AS written FROM pg_catalog.pg_constraint
                 WHERE contype = 'f' AND position(conname::text IN $1) > 0
                UNION
                SELECT p.oid, p.conparentid, n.written
                  FROM named n JOIN pg_catalog.pg_constraint p ON p.oid = n.conparentid)
            SELECT n.written, c.conname::text AS name, s.nspname::text AS schema, r.relname::text AS relation
              FROM named n JOIN pg_catalog.pg_constraint c ON c.oid = n.oid
              JOIN pg_catalog.pg_class r ON r.oid = c.conrelid
              JOIN pg_catalog.pg_namespace s ON s.oid = r.relnamespace
             WHERE n.conparentid = 0""";

    private final CorpusSchema schema;
    private final int run;

    SkippedRows(CorpusSchema schema, int run) {
        this.schema = schema;
        this.run = run;
    }

    private record Trigger(int place, String name, boolean before) {}

    private record Named(String written, String name, TableName table) {}

    /** Explains a failed check, inside the batch's transaction; returns the check's own exception if no trigger can be the cause. */
    RuntimeException explain(
            Session session, List<PlannedDocument> documents, MapColumns way, ValidationException invalid) {
        Long[] docs = documents.stream().map(PlannedDocument::doc).toArray(Long[]::new);
        for (RekeyedTable table : schema.tables()) {
            long left = session.one(left(table, way), row -> row.number("rows"), run, docs);
            if (left > 0) {
                Optional<String> triggers =
                        triggers(session, List.of(table.relation().name()));
                if (triggers.isPresent()) {
                    return refused(
                            left + (left == 1 ? " row" : " rows") + " of "
                                    + table.relation().name() + " kept the old id: " + triggers.get() + ".",
                            invalid);
                }
            }
        }
        return invalid;
    }

    /** Explains a failed statement, after the rollback; returns its own exception if no trigger can be the cause. */
    RuntimeException explain(Session session, SqlException failed) {
        String message = String.valueOf(failed.getMessage());
        if (!failed.sqlState().equals(FOREIGN_KEY_VIOLATION)) {
            return failed;
        }
        List<Named> named = session.list(
                FOREIGN_KEYS,
                row -> new Named(
                        row.text("written"), row.text("name"), new TableName(row.text("schema"), row.text("relation"))),
                message);
        for (ForeignKey key : schema.foreignKeys()) {
            boolean violated = named.stream()
                    .anyMatch(candidate -> candidate.name().equals(key.name())
                            && candidate.table().equals(key.table())
                            && isWord(message, candidate.written()));
            Optional<String> triggers = violated
                    ? triggers(
                            session,
                            Stream.of(key.table(), key.referenced()).distinct().toList())
                    : Optional.empty();
            if (triggers.isPresent()) {
                return refused(
                        "A row kept the old id: " + triggers.get() + ". Therefore the foreign key " + key.name()
                                + " of " + key.table() + ", which the plan covers, failed.",
                        failed);
            }
        }
        return failed;
    }

    private static RefusedMoveException refused(String sentence, RuntimeException cause) {
        return new RefusedMoveException(
                sentence + " Let the trigger accept a change of ids, or disable it, then retry the quarantined.",
                cause);
    }

    /** Condition for rows that still hold an old id of the documents in {@code $2} or of those merged into them. */
    private static String left(RekeyedTable table, MapColumns way) {
        String docs = " WHERE run = $1 AND old_id <> new_id AND doc IN (SELECT doc FROM truename.document_map"
                + " WHERE run = $1 AND (doc = ANY ($2) OR into_doc = ANY ($2)))";
        return "/* truename:validate */ SELECT count(*) AS rows FROM "
                + TableSql.quoted(table.relation().name()) + " AS x WHERE "
                + table.idColumns().stream()
                        .map(idColumn -> IdColumnSql.holds(
                                idColumn,
                                "x",
                                "ARRAY(SELECT " + way.from() + " FROM truename."
                                        + (idColumn.space() == 0
                                                ? "document_map" + docs
                                                : "chunk_map" + docs + " AND NOT merged AND source = "
                                                        + idColumn.space())
                                        + ")"))
                        .collect(Collectors.joining(" OR "));
    }

    /** Clause that names the tables' row triggers; empty if there are none. */
    private static Optional<String> triggers(Session session, List<TableName> tables) {
        List<Trigger> triggers = session.list(
                TRIGGERS,
                row -> new Trigger((int) row.number("place") - 1, row.text("name"), row.flag("before")),
                (Object) tables.stream().map(TableSql::quoted).toArray(String[]::new));
        if (triggers.isEmpty()) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>();
        for (Trigger trigger : triggers) {
            names.add(trigger.name() + " (" + (trigger.before() ? "BEFORE" : "AFTER") + " UPDATE ON "
                    + tables.get(trigger.place()) + ")");
        }
        return Optional.of((names.size() == 1 ? "the trigger " : "one of the triggers ") + String.join(", ", names)
                + " returned NULL or put the old id back");
    }

    /** Whether a name occurs in a text as a whole word, and not as a part of a longer name. */
    private static boolean isWord(String text, String name) {
        for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
            int end = at + name.length();
            if ((at == 0 || !isOfName(text.charAt(at - 1))) && (end == text.length() || !isOfName(text.charAt(end)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfName(char character) {
        return Character.isLetterOrDigit(character) || character == '_' || character == '$';
    }
}
