// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.ledger;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema.DocumentTable;
import io.truename.corpus.schema.RecipeInput;
import io.truename.corpus.schema.TableName;
import io.truename.costing.savings.SavingsLedger;
import io.truename.costing.savings.SavingsLedger.Line;
import io.truename.identity.ContentHashAlgorithm;
import io.truename.testkit.database.TestDatabase;
import java.util.Arrays;
import java.util.Optional;

/**
 * A table of documents with heavy-tailed copies: of a hundred million, the content with most copies has more than 200,000, and most have
 * one. The same number gives the same contents, owners and sizes.
 */
final class CopiedDocuments {
    /** As an inspection of the database would find it, if ids had an index, which a ledger does not need. */
    static final DocumentTable TABLE = new DocumentTable(
            new TableName("docs", "documents"),
            new Column("id", "uuid", false, false),
            RecipeInput.of(new Column("owner", "text", false, false)),
            RecipeInput.of(new Column("hash", "bytea", false, false)),
            ContentHashAlgorithm.SHA_256,
            Optional.of(new Column("size", "bigint", false, false)),
            Optional.empty(),
            Optional.empty());

    private CopiedDocuments() {}

    /** Makes it, without an index. The table is not logged, which spares time here and changes nothing for readers. */
    static void fill(TestDatabase database, long documents) {
        database.execute("""
                SELECT setseed(0.42);
                CREATE SCHEMA docs;
                CREATE UNLOGGED TABLE docs.documents (id uuid NOT NULL, size bigint NOT NULL, owner text NOT NULL, hash bytea NOT NULL);
                INSERT INTO docs.documents
                SELECT gen_random_uuid(), 1000 + (content * 2654435761) %% 4000037, 'user-' || floor(1000 * owner * owner), sha256(int8send(content))
                  FROM (SELECT floor(%1$d * power(random(), 3))::bigint AS content, random() AS owner FROM generate_series(1, %1$d)) AS made;
                """.formatted(documents));
        database.execute("VACUUM ANALYZE docs.documents");
    }

    /** Gives it the index that a ledger asks for. */
    static void index(TestDatabase database) {
        database.execute("CREATE INDEX ON docs.documents (hash) INCLUDE (owner, size)");
    }

    /** The ledger by one plain statement, which shares nothing with that of the store. */
    static SavingsLedger byOneStatement(TestDatabase database) {
        long[] sums = Arrays.stream(database.value("""
                        SELECT concat_ws(' ', count(*), sum(size), sum(documents - owners), sum((documents - owners) * size),
                               sum(owners - 1), sum((owners - 1) * size))
                          FROM (SELECT count(*) AS documents, count(DISTINCT owner) AS owners, min(size) AS size
                                  FROM docs.documents GROUP BY hash) AS content""").split(" "))
                .mapToLong(Long::parseLong)
                .toArray();
        return new SavingsLedger(
                sums[0], new Line(sums[0], sums[1]), new Line(sums[2], sums[3]), new Line(sums[4], sums[5]));
    }
}
