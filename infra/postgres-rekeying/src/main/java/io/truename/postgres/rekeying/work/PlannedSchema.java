// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.corpus.mapping.MappingReader;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.schema.CorpusInspector;
import io.truename.postgres.corpus.schema.Inspection;
import io.truename.postgres.rekeying.run.RunView;
import java.util.List;
import java.util.Optional;

/** Schema for which a run was planned, read from the catalog anew and compared by its fingerprint. */
final class PlannedSchema {
    private PlannedSchema() {}

    /** Reads the schema; empty if it no longer fits the plan. */
    static Optional<CorpusSchema> of(Session session, RunView run) {
        Inspection inspection = CorpusInspector.inspectUnderWay(session, MappingReader.read(run.mapping()));
        if (inspection.schema().isEmpty() || !inspection.fingerprint().equals(run.schemaFingerprint())) {
            return Optional.empty();
        }
        return Optional.of(withoutInexact(inspection.schema().get(), inexact(session, run.number())));
    }

    /** Stores the columns that the corpus's own triggers changed in the sample batch. */
    static void keepInexact(Session session, int run, List<String> columns) {
        session.update(
                "UPDATE truename.run SET preflight = preflight || jsonb_build_object('inexactColumns', to_jsonb($2::text[]))"
                        + " WHERE number = $1",
                run,
                columns.toArray(String[]::new));
    }

    private static List<String> inexact(Session session, int run) {
        return session.list(
                "SELECT jsonb_array_elements_text(COALESCE(preflight -> 'inexactColumns', '[]')) AS name"
                        + " FROM truename.run WHERE number = $1",
                row -> row.text("name"),
                run);
    }

    /** Schema without comparison of these columns, given as {@code schema.table.column}. */
    static CorpusSchema withoutInexact(CorpusSchema schema, List<String> columns) {
        List<RekeyedTable> tables = schema.tables().stream()
                .map(table -> new RekeyedTable(
                        table.relation(),
                        table.idColumns(),
                        table.relation().columns().stream()
                                .map(column -> column.name())
                                .filter(name ->
                                        columns.contains(table.relation().name() + "." + name))
                                .toList()))
                .toList();
        return schema.withTables(tables);
    }
}
