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

/** The schema that a run was planned for, read from the catalog anew: it must still be the same. */
final class PlannedSchema {
    private PlannedSchema() {}

    /** The schema; empty when it is not the planned one any more. */
    static Optional<CorpusSchema> of(Session session, RunView run) {
        Inspection inspection = CorpusInspector.inspect(session, MappingReader.read(run.mapping()));
        if (inspection.schema().isEmpty() || !inspection.fingerprint().equals(run.schemaFingerprint())) {
            return Optional.empty();
        }
        return Optional.of(withoutInexact(inspection.schema().get(), inexact(session, run.number())));
    }

    /** Keeps what the sample batch found: columns that the corpus' own triggers change. */
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

    /** The schema in which these columns, {@code schema.table.column}, are not compared. */
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
