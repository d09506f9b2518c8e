// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.Finding;
import io.truename.corpus.schema.Finding.Severity;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.TableSql;
import java.util.List;
import java.util.Locale;

/**
 * Upper bound on the bytes that a run writes: one new version of every row in every changed table, with an entry in each index, plus the
 * maps. Out-of-line values are not counted, because an update does not copy them.
 */
final class DiskForecast {
    /** Bytes of a row of a map with its entries in three or four indexes, rounded up. */
    private static final int DOCUMENT_IN_MAP = 260;

    private static final int CHUNK_IN_MAP = 250;

    private static final String SIZES = "SELECT coalesce(sum(pg_relation_size(oid)), 0)::bigint AS heap,"
            + " coalesce(sum(pg_indexes_size(oid)), 0)::bigint AS indexes FROM (SELECT $1::regclass::oid AS oid"
            + " UNION SELECT relid::oid FROM pg_partition_tree($1::regclass) WHERE isleaf) r";

    private static final String KNOWN = "SELECT pg_database_size(current_database()) AS database,"
            + " (SELECT setting::bigint * 1048576 FROM pg_settings WHERE name = 'max_wal_size') AS wal";

    private final CorpusSchema schema;

    DiskForecast(CorpusSchema schema) {
        this.schema = schema;
    }

    ObjectNode check(Session session, List<Finding> findings) {
        ObjectNode tables = JsonNodeFactory.instance.objectNode();
        long heap = 0;
        long indexes = 0;
        for (RekeyedTable table : schema.tables()) {
            long[] sizes = session.one(
                    SIZES,
                    row -> new long[] {row.number("heap"), row.number("indexes")},
                    TableSql.quoted(table.relation().name()));
            heap += sizes[0];
            indexes += sizes[1];
            tables.put(table.relation().name().toString(), sizes[0] + sizes[1]);
        }
        long map = schema.table(schema.documents().table()).relation().rows() * DOCUMENT_IN_MAP
                + schema.chunks().stream()
                        .mapToLong(chunks ->
                                schema.table(chunks.table()).relation().rows() * CHUNK_IN_MAP)
                        .sum();
        long most = heap + indexes + map;
        long[] known = session.one(KNOWN, row -> new long[] {row.number("database"), row.number("wal")});
        findings.add(new Finding(
                most > known[1] * 10 ? Severity.WARNING : Severity.NOTE,
                Preflight.CODES + "disk",
                "database",
                String.format(
                        Locale.ROOT,
                        "The run writes at most %s of new row versions and index entries and %s of maps, and at least as much"
                                + " write-ahead log; the database has %s, max_wal_size is %s. How much room is left on the"
                                + " server's disk cannot be seen over SQL.",
                        mebibytes(heap + indexes),
                        mebibytes(map),
                        mebibytes(known[0]),
                        mebibytes(known[1])),
                "See that the disk has at least twice the first figure free, or grows by itself; autovacuum gives the room of"
                        + " old versions back to the tables while the run goes on."));
        return JsonNodeFactory.instance
                .objectNode()
                .put("heapBytes", heap)
                .put("indexBytes", indexes)
                .put("mapBytes", map)
                .put("databaseBytes", known[0])
                .put("maxWalBytes", known[1])
                .set("tables", tables);
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%,d MiB", (bytes + (1 << 20) - 1) >> 20);
    }
}
