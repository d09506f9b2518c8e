// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.TableSql;
import io.truename.probing.finding.Cause;
import io.truename.probing.finding.FindingKind;
import io.truename.probing.finding.Observation;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Invalid indexes of the corpus's tables. One that is being built is not invalid yet. */
final class IndexPart implements ScanPart {
    private final List<String> tables;
    private final List<String> quoted;

    IndexPart(CorpusSchema schema) {
        tables = schema.tables().stream()
                .map(RekeyedTable::relation)
                .map(relation -> relation.name().toString())
                .toList();
        quoted = schema.tables().stream()
                .map(table -> TableSql.quoted(table.relation().name()))
                .toList();
    }

    @Override
    public String name() {
        return "indexes";
    }

    @Override
    public boolean covers(Cause cause) {
        return cause.kind() == FindingKind.INDEX_INVALID && tables.contains(cause.table());
    }

    @Override
    public boolean read(Session session, ScanState state, Optional<LiveRun> run, BooleanSupplier timeIsUp) {
        for (int at = 0; at < tables.size(); at++) {
            String table = tables.get(at);
            List<String> invalid = session.list(
                    "SELECT c.relname::text AS name FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid"
                            + " WHERE NOT i.indisvalid AND c.relkind = 'i' AND (i.indrelid = CAST($1 AS regclass) OR i.indrelid IN"
                            + " (SELECT inhrelid FROM pg_catalog.pg_inherits WHERE inhparent = CAST($1 AS regclass)))"
                            + " AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p WHERE p.index_relid = c.oid)"
                            + " ORDER BY 1",
                    row -> row.text("name"),
                    quoted.get(at));
            for (String index : invalid) {
                state.others()
                        .add(new Observation(new Cause(FindingKind.INDEX_INVALID, table, index), 1, List.of(index)));
            }
        }
        return true;
    }
}
