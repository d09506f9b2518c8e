// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.advice;

import io.truename.corpus.mapping.ReferencePattern;
import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.ForeignKey;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.corpus.schema.Relation;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.IdIndexSql;
import io.truename.postgres.corpus.TableSql;
import io.truename.probing.advice.WantedIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Look-ups that the functions and any pipeline make on a corpus. */
final class WantedIndexes {
    private WantedIndexes() {}

    static List<WantedIndex> of(CorpusSchema schema) {
        List<WantedIndex> wanted = new ArrayList<>();
        for (RekeyedTable table : schema.tables()) {
            for (IdColumn column : table.idColumns()) {
                wanted.add(of(table.relation(), column));
            }
        }
        schema.foreignKeys().forEach(key -> references(schema, key).ifPresent(wanted::add));
        known(schema).ifPresent(wanted::add);
        return wanted;
    }

    /** Index of a look-up by owner and content; none if one of them is more than a column. */
    private static Optional<WantedIndex> known(CorpusSchema schema) {
        Optional<String> user = schema.documents().user().plainColumn().map(Column::name);
        Optional<String> hash = schema.documents().contentHash().plainColumn().map(Column::name);
        if (user.isEmpty() || hash.isEmpty()) {
            return Optional.empty();
        }
        Relation documents = schema.table(schema.documents().table()).relation();
        return Optional.of(new WantedIndex(
                documents.name(),
                "an uploader asks whether the content of a user is stored already",
                List.of(user.get(), hash.get()),
                false,
                documents.rows(),
                create(documents) + "(" + SqlNames.quoted(user.get()) + ", " + SqlNames.quoted(hash.get()) + ");"));
    }

    /** A foreign key that carries no id, such as that of an event to its job. Of a partitioned table nobody looks at the leaves. */
    private static Optional<WantedIndex> references(CorpusSchema schema, ForeignKey key) {
        return schema.tables().stream()
                .filter(table -> table.relation().name().equals(key.table()))
                .filter(table -> !table.relation().partitioned())
                .filter(table -> table.idColumns().stream()
                        .noneMatch(
                                column -> key.columns().contains(column.column().name())))
                .findFirst()
                .map(table -> new WantedIndex(
                        key.table(),
                        "the foreign key looks rows up by it when a row of " + key.referenced() + " is deleted",
                        key.columns(),
                        false,
                        table.relation().rows(),
                        create(table.relation())
                                + key.columns().stream()
                                        .map(SqlNames::quoted)
                                        .collect(Collectors.joining(", ", "(", ");"))));
    }

    private static WantedIndex of(Relation table, IdColumn column) {
        String purpose = switch (column.origin()) {
            case ID -> "rows are looked up by this id";
            case FOREIGN_KEY -> "rows are looked up by this reference, by the foreign key's own checks too";
            case DECLARED -> "rows are looked up by this reference";
        };
        return new WantedIndex(
                table.name(),
                purpose,
                List.of(label(column)),
                column.indexed(),
                table.rows(),
                IdIndexSql.create(TableSql.quoted(table.name()), table.partitioned(), column));
    }

    /** Of a value within a column a name that no column has: only the inspection knows its indexes. */
    private static String label(IdColumn column) {
        String name = column.column().name();
        return column.path()
                .map(path -> name + " " + path.shortest())
                .or(() -> column.pattern().filter(ReferencePattern::anywhere).map(pattern -> name + " " + pattern))
                .orElse(name);
    }

    /** Indexes of a partitioned table cannot be made concurrently. */
    private static String create(Relation table) {
        return "CREATE INDEX " + (table.partitioned() ? "" : "CONCURRENTLY ") + "ON " + TableSql.quoted(table.name())
                + " ";
    }
}
