// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.known;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema.DocumentTable;
import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.TableSql;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The index that finds a document by its owner and its content.
 *
 * @param name as the database writes it; empty if there is none
 * @param remedy the statement that makes the right index; empty if it is there
 */
public record LookUpIndex(Coverage coverage, Optional<String> name, Optional<String> remedy) {
    /** Columns by which the index finds rows, best first. */
    public enum Coverage {
        /** Owner and content, or the id that follows from them: one row for each look-up. */
        BOTH,
        /** Content only: few rows for each look-up. */
        HASH,
        /** Owner only: all documents of a user for each look-up. */
        USER,
        /** No index: all documents for each look-up. */
        NONE;

        /** Whether each look-up reads few rows. */
        public boolean reads() {
            return this == BOTH || this == HASH;
        }
    }

    private static final String INDEXES = """
            SELECT c.oid::regclass::text AS name, (SELECT array_agg(coalesce(a.attname::text, '') ORDER BY k.place)
                     FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k (number, place)
                     LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number AND k.number > 0
                    WHERE k.place <= i.indnkeyatts) AS columns
              FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
              JOIN pg_catalog.pg_am m ON m.oid = c.relam
             WHERE i.indrelid = $1::regclass AND i.indisvalid AND i.indisready AND i.indislive AND i.indpred IS NULL
               AND m.amname IN ('btree', 'hash') ORDER BY 1""";

    private record Found(String name, List<String> columns) {}

    /** Reads the catalog for the best index. */
    static LookUpIndex find(Session session, DocumentTable documents) {
        List<Found> indexes = session.list(
                INDEXES,
                row -> new Found(row.text("name"), List.of(row.get("columns", String[].class))),
                TableSql.quoted(documents.table()));
        Optional<String> user = documents.user().plainColumn().map(Column::name);
        Optional<String> hash = documents.contentHash().plainColumn().map(Column::name);
        if (user.isEmpty() || hash.isEmpty()) {
            return byId(indexes, documents);
        }
        String remedy = create(documents, List.of(user.get(), hash.get()));
        return indexes.stream()
                .map(found -> of(found, user.get(), hash.get(), remedy))
                .filter(index -> index.coverage != Coverage.NONE)
                .min(Comparator.comparing(LookUpIndex::coverage))
                .orElse(new LookUpIndex(Coverage.NONE, Optional.empty(), Optional.of(remedy)));
    }

    /** Index of the id, by which documents are looked up if an input is more than a column. */
    private static LookUpIndex byId(List<Found> indexes, DocumentTable documents) {
        return indexes.stream()
                .filter(found -> found.columns.get(0).equals(documents.id().name()))
                .findFirst()
                .map(found -> new LookUpIndex(Coverage.BOTH, Optional.of(found.name), Optional.empty()))
                .orElseGet(() -> new LookUpIndex(
                        Coverage.NONE,
                        Optional.empty(),
                        Optional.of(create(documents, List.of(documents.id().name())))));
    }

    /** Whether an index returns rows in the order of a column. */
    static boolean orders(Session session, DocumentTable documents, String column) {
        return session.list(
                        INDEXES.replace("'btree', 'hash'", "'btree'"),
                        row -> row.get("columns", String[].class)[0],
                        TableSql.quoted(documents.table()))
                .contains(column);
    }

    private static LookUpIndex of(Found found, String user, String hash, String remedy) {
        List<String> first = found.columns.subList(0, Math.min(2, found.columns.size()));
        Coverage coverage = Set.copyOf(first).equals(Set.of(user, hash))
                ? Coverage.BOTH
                : first.get(0).equals(hash) ? Coverage.HASH : first.get(0).equals(user) ? Coverage.USER : Coverage.NONE;
        return new LookUpIndex(
                coverage, Optional.of(found.name), coverage.reads() ? Optional.empty() : Optional.of(remedy));
    }

    private static String create(DocumentTable documents, List<String> columns) {
        return "CREATE INDEX CONCURRENTLY ON " + TableSql.quoted(documents.table()) + " ("
                + String.join(", ", columns.stream().map(SqlNames::quoted).toList()) + ");";
    }
}
