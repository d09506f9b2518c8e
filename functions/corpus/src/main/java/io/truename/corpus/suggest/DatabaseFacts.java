// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import io.truename.corpus.schema.TableName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Database as a proposal sees it.
 *
 * @param links foreign keys of one column
 * @param unread tables whose rows could not be read, each with the reason as a sentence
 */
public record DatabaseFacts(List<TableFacts> tables, List<ForeignLink> links, List<Notice> unread) {
    public DatabaseFacts {
        tables = List.copyOf(tables);
        links = List.copyOf(links);
        unread = List.copyOf(unread);
    }

    /** Finds a table by its name. */
    public Optional<TableFacts> table(TableName name) {
        return tables.stream().filter(table -> table.name().equals(name)).findFirst();
    }

    /** Whether a foreign key refers from a column to a column of another table. */
    boolean linked(TableName table, String column, TableName referenced, String referencedColumn) {
        return links.contains(new ForeignLink(table, column, referenced, referencedColumn));
    }

    /** Whether a foreign key refers from a column to another table. */
    boolean linked(TableName table, String column, TableName referenced) {
        return links.stream()
                .anyMatch(link -> link.table().equals(table)
                        && link.column().equals(column)
                        && link.referenced().equals(referenced));
    }

    /** Tables in the order in which rows are worth reading: those that look like documents or chunks first. */
    public List<TableFacts> likeliestFirst() {
        return DocumentTables.rank(this).stream()
                .sorted(Comparator.comparingInt(
                        ranked -> -Math.max(ranked.weight(), 2 * ChunkTables.ofName(ranked.table()))))
                .map(DocumentTables.Ranked::table)
                .toList();
    }
}
