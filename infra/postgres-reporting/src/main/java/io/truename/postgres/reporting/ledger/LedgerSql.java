// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting.ledger;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema.DocumentTable;
import io.truename.corpus.schema.CorpusSchema.HashType;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.recipe.RecipeSql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** SQL of a ledger: documents of a range of hashes, grouped by hash and owner, then by hash, and added up, all in the server. */
final class LedgerSql {
    /** Sums of a range, and columns of {@code truename.ledger_shard}. */
    static final List<String> SUMS = List.of(
            "contents",
            "unique_bytes",
            "same_owner",
            "same_owner_bytes",
            "across_owners",
            "across_owners_bytes",
            "without_hash",
            "without_hash_bytes",
            "without_owner",
            "without_owner_bytes",
            "without_size",
            "differing_contents",
            "differing",
            "differing_bytes");

    private final DocumentTable documents;
    private final LedgerKey by;
    private final String table;
    private final String key;
    private final String hex;

    LedgerSql(DocumentTable documents, LedgerKey by) {
        this.documents = documents;
        this.by = by;
        this.table = TableSql.quoted(documents.table()) + " AS d";
        this.hex = "'^[0-9a-f]{" + documents.algorithm().digits() + "}$'";
        this.key = by == LedgerKey.STORED
                ? RecipeSql.hashKey(documents, "d")
                : "(" + RecipeSql.contentHash(documents, "d") + ") COLLATE \"C\"";
    }

    /** A statement with its values. */
    record Query(String sql, List<Object> values) {
        Query {
            values = List.copyOf(values);
        }

        Object[] array() {
            return values.toArray();
        }
    }

    /** Documents that a statement reads: of a range after a hash, up to a hash; of no range, those without a hash. */
    record Part(Optional<HashRange> range, Optional<String> after, Optional<String> to) {}

    /** Plan of a reading in the order of the key. */
    String plan() {
        return "EXPLAIN (COSTS OFF) SELECT " + key + " FROM " + table + " WHERE " + key + " IS NOT NULL ORDER BY " + key
                + " LIMIT 1";
    }

    /** Last hash of the next so many documents; no row if there are fewer. */
    Query end(Part part, long rows) {
        List<Object> values = new ArrayList<>();
        String where = where(part, values);
        values.add(rows);
        return new Query(
                "SELECT " + text(key) + " AS last FROM " + table + " WHERE " + where + " ORDER BY " + key + " OFFSET $"
                        + values.size() + " LIMIT 1",
                values);
    }

    /** Sums of a part, {@code counted_rows}, and {@code irregular}: contents whose hash is not in lower case. */
    Query sums(Part part) {
        List<Object> values = new ArrayList<>();
        String size = RecipeSql.bytes(documents, "d").orElse("0::bigint");
        String sql = """
                SELECT coalesce(sum(found), 0)::bigint AS counted_rows,
                       count(*) FILTER (WHERE legal AND %1$s) AS irregular,
                       count(*) FILTER (WHERE fits)::numeric AS contents,
                       coalesce(sum(low) FILTER (WHERE fits), 0)::numeric AS unique_bytes,
                       coalesce(sum(owned - owners) FILTER (WHERE fits), 0)::numeric AS same_owner,
                       coalesce(sum((owned - owners)::numeric * low) FILTER (WHERE fits AND owned > owners), 0) AS same_owner_bytes,
                       coalesce(sum(owners - 1) FILTER (WHERE fits), 0)::numeric AS across_owners,
                       coalesce(sum((owners - 1)::numeric * low) FILTER (WHERE fits AND owners > 1), 0) AS across_owners_bytes,
                       coalesce(sum(found) FILTER (WHERE NOT legal), 0)::numeric AS without_hash,
                       coalesce(sum(found_bytes) FILTER (WHERE NOT legal), 0)::numeric AS without_hash_bytes,
                       coalesce(sum(found - owned) FILTER (WHERE legal), 0)::numeric AS without_owner,
                       coalesce(sum(found_bytes - owned_bytes) FILTER (WHERE legal AND found > owned), 0)::numeric AS without_owner_bytes,
                       coalesce(sum(owned) FILTER (WHERE legal AND low IS NULL), 0)::numeric AS without_size,
                       count(*) FILTER (WHERE legal AND low < high)::numeric AS differing_contents,
                       coalesce(sum(owned) FILTER (WHERE legal AND low < high), 0)::numeric AS differing,
                       coalesce(sum(owned_bytes) FILTER (WHERE legal AND low < high), 0)::numeric AS differing_bytes
                  FROM (
                    SELECT *, legal AND low = high AS fits
                      FROM (
                        SELECT key, coalesce(%2$s, false) AS legal,
                               count(owner) AS owners, sum(found)::bigint AS found,
                               coalesce(sum(found) FILTER (WHERE owner IS NOT NULL), 0)::bigint AS owned,
                               min(low) FILTER (WHERE owner IS NOT NULL) AS low, max(high) FILTER (WHERE owner IS NOT NULL) AS high,
                               coalesce(sum(bytes), 0) AS found_bytes,
                               coalesce(sum(bytes) FILTER (WHERE owner IS NOT NULL), 0) AS owned_bytes
                          FROM (
                            SELECT key, owner, count(*) AS found, min(size) AS low, max(size) AS high, sum(size) AS bytes
                              FROM (SELECT %3$s AS key, nullif(%4$s, '') COLLATE "C" AS owner, %5$s AS size FROM %6$s WHERE %7$s) AS document
                             GROUP BY key, owner) AS same_owner
                         GROUP BY key) AS content) AS counted
                """.formatted(
                irregular(), legal(), key, RecipeSql.canonicalUser(documents, "d"), size, table, where(part, values));
        return new Query(sql, values);
    }

    /** Statement that makes the index that reads a corpus in the order of its hashes, for people. */
    String remedy() {
        List<String> included = new ArrayList<>(RecipeSql.columns(documents));
        if (by == LedgerKey.STORED) {
            documents.contentHash().plainColumn().map(Column::name).ifPresent(included::remove);
        }
        documents.bytes().ifPresent(column -> included.add(column.name()));
        String expression = key.replace("d.\"", "\"");
        return "CREATE INDEX CONCURRENTLY ON " + TableSql.quoted(documents.table()) + " ("
                + (by == LedgerKey.CANONICAL ? "(" + expression + ")" : expression) + ") INCLUDE ("
                + String.join(", ", included.stream().map(SqlNames::quoted).toList())
                + ")";
    }

    private String where(Part part, List<Object> values) {
        if (part.range().isEmpty()) {
            return key + " IS NULL";
        }
        List<String> conditions = new ArrayList<>(List.of(key + " IS NOT NULL"));
        HashRange range = part.range().get();
        if (part.after().isPresent()) {
            compare(conditions, " > ", part.after().get(), values);
        } else if (range.first() > 0) {
            compare(conditions, " >= ", HashRange.digits(range.first()), values);
        }
        if (part.to().isPresent()) {
            compare(conditions, " <= ", part.to().get(), values);
        } else if (range.beyond() < HashRange.ALL) {
            compare(conditions, " < ", HashRange.digits(range.beyond()), values);
        }
        return String.join(" AND ", conditions);
    }

    private void compare(List<String> conditions, String operator, String value, List<Object> values) {
        values.add(value);
        conditions.add(key
                + operator
                + (by == LedgerKey.STORED
                        ? RecipeSql.hashKeyAt(documents, values.size())
                        : "CAST($" + values.size() + " AS text)"));
    }

    private String text(String expression) {
        return by == LedgerKey.STORED ? RecipeSql.hashKeyText(documents, expression) : expression;
    }

    /** Whether a content's key is a hash. */
    private String legal() {
        if (by == LedgerKey.STORED && documents.hashType() == HashType.BYTEA) {
            return "octet_length(key) = " + documents.algorithm().digits() / 2;
        }
        return by == LedgerKey.STORED ? "lower(key::text) COLLATE \"C\" ~ " + hex : "key ~ " + hex;
    }

    private String irregular() {
        return by == LedgerKey.STORED && documents.hashType() == HashType.TEXT
                ? "key::text COLLATE \"C\" <> lower(key::text) COLLATE \"C\""
                : "false";
    }
}
