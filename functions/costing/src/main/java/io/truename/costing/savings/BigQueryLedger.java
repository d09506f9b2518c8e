// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

import java.util.regex.Pattern;

/**
 * Queries in GoogleSQL that count a ledger in BigQuery: exactly, by grouping, or a sample of contents for a first look. Documents without a
 * content, an owner or any size, and contents with several sizes, are counted beside the ledger, as PostgreSQL and Beam count them.
 *
 * @param table {@code project.dataset.table}
 * @param owner column of the owner, of any type that has a text
 * @param hash column of the SHA-256 as 64 hex digits
 * @param bytes column of the size, a whole number
 */
public record BigQueryLedger(String table, String owner, String hash, String bytes) {
    private static final Pattern TABLE =
            Pattern.compile("[a-z][a-z0-9:.-]{4,60}[a-z0-9]\\.[A-Za-z0-9_]{1,200}\\.[A-Za-z0-9_-]{1,200}");
    private static final Pattern COLUMN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,200}");
    private static final int MOST_BITS = 32;
    private static final int MOST_LARGEST = 100_000;

    public BigQueryLedger {
        if (!TABLE.matcher(table).matches()) {
            throw new IllegalArgumentException("table: must be project.dataset.table, of letters, digits, - and _");
        }
        column("owner", owner);
        column("hash", hash);
        column("bytes", bytes);
    }

    private static void column(String name, String column) {
        if (!COLUMN.matcher(column).matches()) {
            throw new IllegalArgumentException(
                    name + ": must be the name of a column, of letters, digits and _, not a digit first");
        }
    }

    /**
     * One row: the numbers of a {@link CountedLedger}. A document without a size takes the size of its content, if another document states
     * it.
     */
    public String exact() {
        return contents("") + """
                SELECT
                  COUNTIF(smallest = largest) AS contents,
                  COALESCE(SUM(IF(smallest = largest, CAST(largest AS BIGNUMERIC), 0)), 0) AS unique_bytes,
                  COALESCE(SUM(IF(smallest = largest, documents - owners, 0)), 0) AS same_owner_documents,
                  COALESCE(SUM(IF(smallest = largest, CAST(documents - owners AS BIGNUMERIC) * largest, 0)), 0) AS same_owner_bytes,
                  COALESCE(SUM(IF(smallest = largest, owners - 1, 0)), 0) AS across_owners_documents,
                  COALESCE(SUM(IF(smallest = largest, CAST(owners - 1 AS BIGNUMERIC) * largest, 0)), 0) AS across_owners_bytes,
                  (SELECT COUNTIF(hash IS NULL) FROM documents) AS without_hash_documents,
                  (SELECT COALESCE(SUM(IF(hash IS NULL, CAST(bytes AS BIGNUMERIC), 0)), 0) FROM documents) AS without_hash_bytes,
                  (SELECT COUNTIF(hash IS NOT NULL AND owner IS NULL) FROM documents) AS without_owner_documents,
                  (SELECT COALESCE(SUM(IF(hash IS NOT NULL AND owner IS NULL, CAST(bytes AS BIGNUMERIC), 0)), 0) FROM documents)
                    AS without_owner_bytes,
                  COALESCE(SUM(IF(largest IS NULL, documents, 0)), 0) AS without_size_documents,
                  COUNTIF(smallest < largest) AS differing_contents,
                  COALESCE(SUM(IF(smallest < largest, documents, 0)), 0) AS differing_documents,
                  COALESCE(SUM(IF(smallest < largest, bytes, 0)), 0) AS differing_bytes
                FROM contents
                """;
    }

    /**
     * A row for each content of a sample, for {@link ContentSample}: those with the most bytes, and of the others those whose hash is in the
     * first part of all hashes, each with all its documents that state a size. Sampling rows instead would lose most duplicates.
     *
     * @param bits 6 for 1 content in 64
     * @param largest number of contents with the most bytes, found approximately and counted exactly
     */
    public String sampled(int bits, int largest) {
        if (bits < 1 || bits > MOST_BITS || largest < 1 || largest > MOST_LARGEST) {
            throw new IllegalArgumentException(
                    "bits, largest: 1 to " + MOST_BITS + " bits, and 1 to " + MOST_LARGEST + " contents");
        }
        String bound = String.format("%08x", 1L << (MOST_BITS - bits));
        return contents(" AND bytes IS NOT NULL") + """
                , heaviest AS (
                  SELECT value AS hash
                  FROM UNNEST((SELECT APPROX_TOP_SUM(hash, bytes, %d) FROM documents WHERE hash IS NOT NULL AND bytes IS NOT NULL))
                )
                SELECT hash, documents, owners, largest AS bytes, hash IN (SELECT hash FROM heaviest) AS heaviest,
                  (SELECT SUM(CAST(bytes AS BIGNUMERIC)) FROM documents WHERE hash IS NOT NULL AND owner IS NOT NULL) AS total_bytes
                FROM contents
                WHERE smallest = largest AND (SUBSTR(hash, 1, 8) < '%s' OR hash IN (SELECT hash FROM heaviest))
                """.formatted(largest, bound);
    }

    private String contents(String more) {
        return """
                WITH stored AS (
                  SELECT CAST(`%2$s` AS STRING) AS hash, NULLIF(CAST(`%3$s` AS STRING), '') AS owner, `%4$s` AS bytes
                  FROM `%1$s`
                ), documents AS (
                  SELECT IF(REGEXP_CONTAINS(hash, r'^[0-9A-Fa-f]{64}$'), LOWER(hash), NULL) AS hash,
                    IF(REGEXP_CONTAINS(owner, r'^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$'), LOWER(owner), owner) AS owner,
                    IF(bytes >= 0, bytes, NULL) AS bytes
                  FROM stored
                ), owned AS (
                  SELECT hash, owner, COUNT(*) AS documents, MIN(bytes) AS smallest, MAX(bytes) AS largest,
                    SUM(CAST(bytes AS BIGNUMERIC)) AS bytes
                  FROM documents
                  WHERE hash IS NOT NULL AND owner IS NOT NULL%5$s
                  GROUP BY hash, owner
                ), contents AS (
                  SELECT hash, SUM(documents) AS documents, COUNT(*) AS owners, MIN(smallest) AS smallest, MAX(largest) AS largest,
                    SUM(bytes) AS bytes
                  FROM owned
                  GROUP BY hash
                )
                """.formatted(table, hash, owner, bytes, more);
    }
}
