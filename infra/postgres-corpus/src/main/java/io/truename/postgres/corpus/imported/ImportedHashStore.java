// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.imported;

import io.truename.postgres.Page;
import io.truename.postgres.PlannerSettings;
import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Store of imported hashes. An import is cut into slices of one transaction each. A slice is stored whole or not at all, and storing it
 * again changes nothing, so after a kill an import is simply repeated.
 *
 * <p>A slice locks the table against batches of a run, which change keys: a key that is resolved would otherwise be moved before it is
 * written, and have two rows. Batches wait for a slice, and a slice for a batch; neither waits while it holds a lock that the other
 * needs.
 */
public final class ImportedHashStore {
    /** Maximum number of pairs in a slice: its transaction takes a fraction of a second. */
    public static final int SLICE = 5_000;

    /** Maximum number of conflicts in a tally. */
    public static final int MOST_LISTED = 100;

    /** Maximum number of rows that are counted; with more, the database's estimate is given. */
    public static final long MOST_COUNTED = 1_000_000;

    private static final int LOCK_TRIES = 5;
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final int DELETED_AT_ONCE = 10_000;

    /** {@code %1$s} is the key's current form. */
    private static final String GIVEN = """
            WITH given AS MATERIALIZED (
                SELECT l.line, %1$s AS key, decode(l.hash, 'hex') AS sha256
                  FROM unnest($1::bigint[], $2::text[], $3::text[]) AS l (line, key, hash)),
            known AS MATERIALIZED (
                SELECT g.line, g.key, g.sha256, h.sha256 AS stored FROM given g
                  LEFT JOIN LATERAL (SELECT c.sha256 FROM truename.content_hash c WHERE c.key = g.key OFFSET 0) h ON true),
            """;

    private static final String CANONICAL = "truename.content_hash_key(l.key)";

    private static final String RESOLVED = "(SELECT CASE WHEN k.key ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'"
            + " THEN truename.resolve(k.key::uuid)::text ELSE k.key END FROM (SELECT " + CANONICAL
            + " AS key OFFSET 0) k)";

    private static final String KEEP = GIVEN + """
            judged AS MATERIALIZED (
                SELECT line, key, sha256, stored, kept,
                       CASE WHEN stored IS NULL AND place = 1 THEN 0 WHEN sha256 = kept THEN 1 ELSE 2 END AS outcome
                  FROM (SELECT *, COALESCE(stored, first_value(sha256) OVER same) AS kept, row_number() OVER same AS place
                          FROM known WINDOW same AS (PARTITION BY key ORDER BY line)) k),
            added AS (
                INSERT INTO truename.content_hash (key, sha256, refused)
                SELECT key, (array_agg(sha256 ORDER BY line))[1],
                       (array_agg(sha256 ORDER BY line DESC) FILTER (WHERE outcome = 2))[1]
                  FROM judged WHERE stored IS NULL GROUP BY key ORDER BY key),
            noted AS (
                UPDATE truename.content_hash h SET refused = c.sha256
                  FROM (SELECT DISTINCT ON (key) key, sha256 FROM judged WHERE outcome = 2 AND stored IS NOT NULL
                         ORDER BY key, line DESC) c
                 WHERE h.key = c.key AND h.refused IS DISTINCT FROM c.sha256)
            """;

    private static final String REPLACE = GIVEN + """
            judged AS MATERIALIZED (
                SELECT line, key, sha256, kept,
                       CASE WHEN kept IS NULL THEN 0 WHEN sha256 = kept THEN 1 ELSE 3 END AS outcome
                  FROM (SELECT *, COALESCE(lag(sha256) OVER (PARTITION BY key ORDER BY line), stored) AS kept FROM known) k),
            added AS (
                INSERT INTO truename.content_hash AS h (key, sha256)
                SELECT DISTINCT ON (key) key, sha256 FROM judged ORDER BY key, line DESC
                ON CONFLICT (key) DO UPDATE SET sha256 = excluded.sha256, refused = NULL
                 WHERE h.sha256 <> excluded.sha256 OR h.refused IS NOT NULL)
            """;

    private static final String TALLY = """
            SELECT count(*) FILTER (WHERE outcome = 0) AS stored, count(*) FILTER (WHERE outcome = 1) AS equal,
                   count(*) FILTER (WHERE outcome = 2) AS conflicting, count(*) FILTER (WHERE outcome = 3) AS replaced
              FROM judged""";

    private static final String CONFLICTS = """
            SELECT i.line, encode(h.sha256, 'hex') AS kept
              FROM unnest($1::bigint[], $2::text[], $3::text[]) AS i (line, key, hash)
             CROSS JOIN LATERAL (SELECT c.sha256 FROM truename.content_hash c WHERE c.key = %1$s OFFSET 0) h
             WHERE h.sha256 <> decode(i.hash, 'hex') ORDER BY i.line LIMIT\s""" + MOST_LISTED;

    private static final String ROW =
            "SELECT key, encode(sha256, 'hex') AS sha256, encode(refused, 'hex') AS refused FROM truename.content_hash";

    /**
     * Imported hash.
     *
     * @param refused another hash that a later import had for the key; empty unless the two are in conflict
     */
    public record ImportedHash(String key, String sha256, Optional<String> refused) {}

    /**
     * Counts of all imported hashes.
     *
     * @param exact whether {@code hashes} was counted; otherwise it is an estimate
     */
    public record Counts(long hashes, boolean exact, long conflicts) {}

    /**
     * Result of a deletion.
     *
     * @param done whether nothing is left; otherwise a repetition goes on
     */
    public record Deleted(long rows, boolean done) {}

    /**
     * Stores a slice in one transaction.
     *
     * @param pairs at most {@link #SLICE}, by line
     * @throws SqlException if nothing of the slice was stored
     */
    public ImportTally store(Session session, List<ImportedPair> pairs, ImportOptions options) {
        if (pairs.size() > SLICE) {
            throw new IllegalArgumentException("pairs: at most " + SLICE);
        }
        return locked(session, LOCK_TRIES, () -> stored(session, pairs, options));
    }

    private static ImportTally stored(Session session, List<ImportedPair> pairs, ImportOptions options) {
        session.execute(PlannerSettings.BY_INDEX);
        boolean keep = options.onConflict() == ImportOptions.OnConflict.KEEP;
        String key = options.keysAreIds() ? RESOLVED : CANONICAL;
        Object[] bound = {
            pairs.stream().map(ImportedPair::line).toArray(Long[]::new),
            pairs.stream().map(ImportedPair::key).toArray(String[]::new),
            pairs.stream().map(ImportedPair::sha256).toArray(String[]::new)
        };
        ImportTally tally = session.one(
                (keep ? KEEP : REPLACE).formatted(key) + TALLY,
                row -> new ImportTally(
                        row.number("stored"),
                        row.number("equal"),
                        row.number("replaced"),
                        row.number("conflicting"),
                        List.of()),
                bound);
        if (tally.conflicting() == 0) {
            return tally;
        }
        List<ImportTally.Conflict> conflicts = session.list(
                CONFLICTS.formatted(key.replace("l.key", "i.key")),
                row -> new ImportTally.Conflict(row.number("line"), row.text("kept")),
                bound);
        return new ImportTally(tally.stored(), tally.equal(), tally.replaced(), tally.conflicting(), conflicts);
    }

    /** Runs the work under the table's lock. Short waits, because batches of a run queue behind a lock that is waited for. */
    private static ImportTally locked(Session session, int tries, java.util.function.Supplier<ImportTally> work) {
        try {
            return session.inTransaction(() -> {
                session.execute("SET LOCAL lock_timeout = '1s';"
                        + " LOCK TABLE truename.content_hash IN SHARE ROW EXCLUSIVE MODE");
                return work.get();
            });
        } catch (SqlException failed) {
            if (tries > 1 && failed.sqlState().equals(LOCK_NOT_AVAILABLE)) {
                return locked(session, tries - 1, work);
            }
            throw failed;
        }
    }

    /** Finds the hash of a key, in any form of a UUID. */
    public Optional<ImportedHash> find(Session session, String key) {
        return session.find(
                ROW + " WHERE key = truename.content_hash_key($1)",
                ImportedHashStore::row,
                ImportedPair.requireKey(key));
    }

    /** Keys with conflicts, in their order; {@code after} is the last key of the page before. */
    public Page<ImportedHash> conflicts(Session session, int limit, Optional<String> after) {
        return Page.of(
                session.list(
                        ROW + " WHERE refused IS NOT NULL AND key > $1 ORDER BY key LIMIT $2",
                        ImportedHashStore::row,
                        after.orElse(""),
                        limit + 1),
                limit,
                ImportedHash::key);
    }

    /** Counts all hashes, exactly up to a million, and conflicts. */
    public Counts counts(Session session) {
        return session.one(
                "SELECT (SELECT count(*) FROM (SELECT FROM truename.content_hash LIMIT " + (MOST_COUNTED + 1)
                        + ") AS first) AS counted, (SELECT reltuples FROM pg_class WHERE oid ="
                        + " 'truename.content_hash'::regclass)::bigint AS estimated,"
                        + " (SELECT count(*) FROM truename.content_hash WHERE refused IS NOT NULL) AS conflicts",
                row -> {
                    long counted = row.number("counted");
                    boolean exact = counted <= MOST_COUNTED;
                    return new Counts(
                            exact ? counted : Math.max(counted, row.number("estimated")),
                            exact,
                            row.number("conflicts"));
                });
    }

    /** Deletes the hash of a key; false if it has none. */
    public boolean delete(Session session, String key) {
        return session.update(
                        "DELETE FROM truename.content_hash WHERE key = truename.content_hash_key($1)",
                        ImportedPair.requireKey(key))
                > 0;
    }

    /**
     * Deletes all hashes, in short transactions.
     *
     * @param timeLeft checked between two transactions; at least one runs
     */
    public Deleted deleteAll(Session session, BooleanSupplier timeLeft) {
        long rows = 0;
        long deleted;
        do {
            deleted = session.update("DELETE FROM truename.content_hash WHERE key IN"
                    + " (SELECT key FROM truename.content_hash ORDER BY key LIMIT " + DELETED_AT_ONCE + ")");
            rows += deleted;
        } while (deleted == DELETED_AT_ONCE && timeLeft.getAsBoolean());
        return new Deleted(rows, deleted < DELETED_AT_ONCE);
    }

    private static ImportedHash row(Session.Fields row) {
        return new ImportedHash(row.text("key"), row.text("sha256"), row.find("refused", String.class));
    }
}
