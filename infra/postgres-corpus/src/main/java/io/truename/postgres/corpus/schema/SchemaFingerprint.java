// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.ForeignKey;
import io.truename.corpus.schema.RekeyedTable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;

/**
 * Fingerprint of the parts of a schema that a plan relies on. It leaves out everything that may change during a run without harm: row
 * counts, indexes that are not unique, validation and names of constraints, and triggers. A person may have to change a trigger before
 * the run can go on; each batch checks the effects of triggers.
 */
final class SchemaFingerprint {
    private SchemaFingerprint() {}

    static String of(CorpusSchema schema) {
        String facts = schema.namespace()
                + "\n" + schema.documents()
                + "\n" + schema.chunks()
                + "\n" + schema.tables().stream().map(SchemaFingerprint::table).collect(Collectors.joining("\n"))
                + "\n"
                + schema.foreignKeys().stream()
                        .map(SchemaFingerprint::reference)
                        .sorted()
                        .collect(Collectors.joining("\n"));
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(facts.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static String table(RekeyedTable table) {
        String keys = table.relation().uniqueKeys().stream()
                .map(key -> key.columns() + " " + key.partial() + " " + key.nullsEqual())
                .sorted()
                .collect(Collectors.joining(", "));
        String idColumns = table.idColumns().stream()
                .map(idColumn -> idColumn.column().name() + " " + idColumn.space() + " " + idColumn.type() + " "
                        + idColumn.form() + " " + idColumn.origin() + " " + idColumn.path()
                        // Columns without a pattern keep the fingerprint that runs under way have.
                        + idColumn.pattern().map(pattern -> " " + pattern).orElse(""))
                .collect(Collectors.joining(", "));
        return table.relation().name() + " " + table.relation().partitioned() + " "
                + table.relation().columns() + " " + table.relation().primaryKey() + " " + keys + " " + idColumns;
    }

    private static String reference(ForeignKey key) {
        return key.table() + " " + key.columns() + " " + key.referenced() + " " + key.referencedColumns() + " "
                + key.deferrable() + " " + key.onUpdate() + " " + key.onDelete();
    }
}
