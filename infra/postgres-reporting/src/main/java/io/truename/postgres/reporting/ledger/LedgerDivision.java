// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting.ledger;

import io.truename.corpus.schema.CorpusSchema.DocumentTable;
import io.truename.postgres.PlannerSettings;
import io.truename.postgres.Session;
import io.truename.postgres.TableBlocks;
import io.truename.postgres.corpus.TableSql;
import java.util.UUID;
import java.util.regex.Pattern;

/** Division of a corpus into ranges of hashes, by the indexes that it has. */
final class LedgerDivision {
    /** Documents of a range without an index: as many groups as a server sorts on its disk without much ado. */
    static final long ROWS_OF_A_SCAN = 30_000_000;

    static final int MOST_SHARDS = 4096;

    private static final Pattern UNORDERED =
            Pattern.compile("^\\s*(->\\s+)?((Incremental )?Sort$|(Parallel )?Seq Scan )");

    private final DocumentTable documents;
    private final LedgerShards shards;

    LedgerDivision(DocumentTable documents, LedgerShards shards) {
        this.documents = documents;
        this.shards = shards;
    }

    /** Whether the server can read hashes in the order of the key without sorting them. Its own plan says so, for every kind of index. */
    boolean indexed(Session session, LedgerKey by) {
        return session.inTransaction(() -> {
            session.execute(PlannerSettings.IN_ORDER);
            return session.list(new LedgerSql(documents, by).plan(), row -> row.get(0, String.class)).stream()
                    .noneMatch(line -> UNORDERED.matcher(line).find());
        });
    }

    /** Number of ranges: those wanted, or, where each is a scan of the table, as few as its groups allow. */
    int number(Session session, boolean indexed, int wanted) {
        if (indexed) {
            return wanted;
        }
        return (int) Math.min(MOST_SHARDS, estimate(session) / ROWS_OF_A_SCAN + 1);
    }

    long estimate(Session session) {
        return TableBlocks.estimatedRows(session, TableSql.quoted(documents.table()));
    }

    void divide(Session session, UUID report, int number) {
        shards.add(
                session,
                report,
                HashRange.split(number),
                documents.contentHash().nullable());
    }
}
