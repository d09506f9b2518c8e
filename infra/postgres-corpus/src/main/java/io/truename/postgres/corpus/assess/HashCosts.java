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

    /**
     * Number of rows, and of their stored bytes, of which about so many are read where only the values tell their bytes: blocks of short rows
     * may have gigabytes out of line.
     */
    private static final double MOST_ROWS_OF_VALUES = 20_000;

    private static final double MOST_BYTES_OF_VALUES = 64 << 20;
    private static final double FEWEST_ROWS_OF_VALUES = 8;

    private HashCosts() {}

    /** Measures every content of a recipe, in the current transaction; writes nothing. */
    public static List<ComputedHash> read(Session session, CorpusSchema schema) {
        return HashedContent.of(schema).stream()
                .map(content -> read(session, content))
                .toList();
    }

    private record Sizes(long rows, long bytes) {
        static Sizes read(Session.Fields row) {
            return new Sizes(row.number("rows"), row.number("bytes"));
        }
    }

    private static ComputedHash read(Session session, HashedContent content) {
        long pages = TableBlocks.of(session, TableSql.quoted(content.table())).pages();
        double blocks = pages <= MOST_BLOCKS ? 1 : (double) MOST_BLOCKS / pages;
        String sample = TableSql.quoted(content.table()) + " AS x"
                + (blocks == 1 ? "" : " TABLESAMPLE SYSTEM (" + decimal(100 * blocks) + ") REPEATABLE (7)");
        double part = content.cheap() ? 1 : part(session, content, sample);
        String rows = (part == 1
                        ? sample
                        : "(SELECT * FROM " + sample + " WHERE random() < " + decimal(part) + " OFFSET 0) AS x")
                + " WHERE " + content.condition() + " AND " + content.bytes() + " IS NOT NULL";
        double share = blocks * part;
        Sizes sizes = session.one(
                "/* truename:assess */ SELECT count(*) AS rows, coalesce(sum(" + content.bytes()
                        + "), 0)::bigint AS bytes" + " FROM " + rows,
                Sizes::read);
        long most = Math.max(1, Math.min(MOST_ROWS, sizes.rows() * MOST_BYTES / Math.max(1, sizes.bytes())));
        long begun = System.nanoTime();
        Sizes hashed = session.one(
                "/* truename:assess */ SELECT count(hash) AS rows, coalesce(sum(bytes), 0)::bigint AS bytes FROM (SELECT "
                        + content.hash() + " AS hash, " + content.bytes() + " AS bytes FROM " + rows + " LIMIT " + most
                        + ") AS hashed",
                Sizes::read);
        double seconds = (System.nanoTime() - begun) / 1e9;
        // Of small values the number counts, of large ones the bytes.
        double times = Math.max(share(sizes.rows(), hashed.rows()), share(sizes.bytes(), hashed.bytes()));
        return new ComputedHash(
                content.content(),
                Math.round(sizes.rows() / share),
                share < 1,
                Math.round(sizes.bytes() / share),
                seconds * times / share,
                hashed.rows(),
                hashed.bytes());
    }

    /** Part of the rows of a sample whose values are read. */
    private static double part(Session session, HashedContent content, String sample) {
        Sizes stored = session.one(
                "/* truename:assess */ SELECT count(*) AS rows, coalesce(sum(" + content.stored()
                        + "), 0)::bigint AS bytes FROM " + sample,
                Sizes::read);
        double rows = Math.max(1, stored.rows());
        double most = Math.min(MOST_ROWS_OF_VALUES, rows * MOST_BYTES_OF_VALUES / Math.max(1, stored.bytes()));
        return Math.min(1, Math.max(FEWEST_ROWS_OF_VALUES, most) / rows);
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, "%.9f", number);
    }

    private static double share(long all, long part) {
        return part == 0 ? 0 : (double) all / part;
    }
}
