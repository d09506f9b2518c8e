// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.assess;

import io.truename.corpus.assess.ComputedHash;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.postgres.Session;
import io.truename.postgres.TableBlocks;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.recipe.HashedContent;
import java.util.List;
import java.util.Locale;

/** Reader of the costs of hashes that the server computes: of bytes in a bounded number of blocks, and of time in a few megabytes. */
public final class HashCosts {
    /** Maximum number of blocks read: smaller tables are read whole. */
    private static final long MOST_BLOCKS = 2_048;

    /** Maximum number of rows whose hash is computed, and of their bytes, unless the first row has more. */
    private static final long MOST_ROWS = 500;

    private static final long MOST_BYTES = 16L << 20;

    private HashCosts() {}

    /** Measures every content of a recipe, in the current transaction; writes nothing. */
    public static List<ComputedHash> read(Session session, CorpusSchema schema) {
        return HashedContent.of(schema).stream()
                .map(content -> read(session, content))
                .toList();
    }

    private static ComputedHash read(Session session, HashedContent content) {
        long pages = TableBlocks.of(session, TableSql.quoted(content.table())).pages();
        boolean whole = pages <= MOST_BLOCKS;
        double share = whole ? 1 : (double) MOST_BLOCKS / pages;
        String rows = TableSql.quoted(content.table()) + " AS x"
                + (whole
                        ? ""
                        : " TABLESAMPLE SYSTEM (" + String.format(Locale.ROOT, "%.9f", 100 * share)
                                + ") REPEATABLE (7)")
                + (content.condition().isEmpty() ? "" : " WHERE " + content.condition());
        record Sizes(long rows, long bytes) {}
        Sizes sizes = session.one(
                "/* truename:assess */ SELECT count(bytes) AS rows, coalesce(sum(bytes), 0)::bigint AS bytes FROM (SELECT "
                        + content.bytes() + " AS bytes FROM " + rows + ") AS sizes",
                row -> new Sizes(row.number("rows"), row.number("bytes")));
        long most = Math.max(1, Math.min(MOST_ROWS, sizes.rows() * MOST_BYTES / Math.max(1, sizes.bytes())));
        long begun = System.nanoTime();
        Sizes hashed = session.one(
                "/* truename:assess */ SELECT count(hash) AS rows, coalesce(sum(bytes) FILTER (WHERE hash IS NOT NULL), 0)::bigint"
                        + " AS bytes FROM (SELECT "
                        + content.hash() + " AS hash, " + content.bytes() + " AS bytes FROM " + rows + " LIMIT " + most
                        + ") AS hashed",
                row -> new Sizes(row.number("rows"), row.number("bytes")));
        double seconds = (System.nanoTime() - begun) / 1e9;
        // Of small values the number counts, of large ones the bytes.
        double times = Math.max(share(sizes.rows(), hashed.rows()), share(sizes.bytes(), hashed.bytes()));
        return new ComputedHash(
                content.content(),
                Math.round(sizes.rows() / share),
                !whole,
                Math.round(sizes.bytes() / share),
                seconds * times / share,
                hashed.rows(),
                hashed.bytes());
    }

    private static double share(long all, long part) {
        return part == 0 ? 0 : (double) all / part;
    }
}
