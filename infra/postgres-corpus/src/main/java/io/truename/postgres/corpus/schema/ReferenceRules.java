// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.IdIndexSql;
import io.truename.postgres.corpus.schema.CatalogTable.CatalogIndex;
import java.util.List;
import java.util.Map;

/** Rules on references: their cost without an index, and their effect on rows that change their partition. */
final class ReferenceRules {
    /** First server version in which foreign keys see a row that changes its partition as updated. */
    private static final int MOVES_ARE_UPDATES = 150_000;

    private final Findings findings;
    private final int serverVersion;

    ReferenceRules(Findings findings, int serverVersion) {
        this.findings = findings;
        this.serverVersion = serverVersion;
    }

    void check(IdColumnSearch search, Map<Long, CatalogTable> tables, List<RekeyedTable> carrierTables) {
        for (CatalogTable table : tables.values()) {
            carrierTables.stream()
                    .filter(candidate -> candidate.relation().equals(table.relation()))
                    .flatMap(candidate -> candidate.idColumns().stream())
                    .forEach(idColumn -> {
                        if (!idColumn.indexed()) {
                            unindexed(search, table, idColumn);
                        }
                        IndexUse.collecting(table, idColumn).forEach(index -> collecting(table, idColumn, index));
                    });
            if (table.partitionKey().stream().anyMatch(column -> search.has(table.oid(), column))) {
                movingRows(search, table);
            }
        }
    }

    /**
     * Checks references without an index. For each moved key, the foreign key's check searches for rows that still have the old value.
     * Without an index it scans the whole table each time (seen: 0.1 ms for each thousand rows). Other references are read once a batch.
     */
    private void unindexed(IdColumnSearch search, CatalogTable table, IdColumn idColumn) {
        String column = idColumn.column().name();
        boolean checked = search.carrying().stream()
                .filter(reference -> reference.child() == table.oid()
                        && reference.columns().contains(column)
                        && idColumn.path().isEmpty())
                .anyMatch(reference ->
                        reference.columns().stream().noneMatch(candidate -> IndexUse.byEquality(table, candidate)));
        long rows = table.relation().rows();
        long most = checked ? CorpusInspector.MOST_UNINDEXED_ROWS : CorpusInspector.MOST_ROWS_OF_A_SCAN;
        boolean tooMany = rows > most;
        String reason = "No index finds its rows by id: each " + (checked ? "moved id" : "batch")
                + " reads the whole table, "
                + (rows == 0 ? "whose number of rows is not known" : "of about " + rows + " rows")
                + (tooMany ? ", more than " + most : "") + ".";
        String subject = subject(table, idColumn);
        String remedy = IdIndexSql.create(table.sql(), table.relation().partitioned(), idColumn);
        if (tooMany) {
            findings.refuse(
                    CorpusInspector.UNINDEXED,
                    subject,
                    reason,
                    remedy + " -- or plan with \"acceptSlowReferences\": true");
        } else {
            findings.warn(CorpusInspector.UNINDEXED, subject, reason, remedy);
        }
    }

    private void collecting(CatalogTable table, IdColumn idColumn, CatalogIndex index) {
        String name = SqlNames.quoted(table.name().schema()) + "." + SqlNames.quoted(index.name());
        findings.warn(
                "reference.collecting",
                subject(table, idColumn),
                "The index " + index.name()
                        + " collects new entries in a list. Each batch adds to it, and the next ones read it whole for"
                        + " each id.",
                "ALTER INDEX " + name + " SET (fastupdate = off); SELECT gin_clean_pending_list("
                        + SqlNames.literal(name) + ");");
    }

    private static String subject(CatalogTable table, IdColumn idColumn) {
        return table.columnName(idColumn.column().name())
                + idColumn.path().map(path -> " " + path).orElse("")
                + idColumn.pattern().map(pattern -> " " + pattern).orElse("");
    }

    private void movingRows(IdColumnSearch search, CatalogTable table) {
        List<TableReference> to = search.carrying().stream()
                .filter(reference -> reference.parent() == table.oid())
                .toList();
        for (TableReference reference : to) {
            if (reference.partitionReferenced()) {
                findings.refuse(
                        "partition.leaf-referenced",
                        table.name().toString(),
                        "The foreign key " + reference.name()
                                + " refers to one partition, and a new id moves rows from one"
                                + " partition to another.",
                        "Let the foreign key refer to the whole table.");
            } else if (serverVersion < MOVES_ARE_UPDATES && reference.onDelete() != 'a') {
                findings.refuse(
                        "partition.row-movement",
                        table.name().toString(),
                        "A new id moves rows from one partition to another, which PostgreSQL before 15 does by deleting and"
                                + " inserting: the foreign key " + reference.name()
                                + " would do what it does ON DELETE.",
                        "Upgrade to PostgreSQL 15 or newer, or declare the foreign key ON DELETE NO ACTION.");
            }
        }
        findings.note(
                "partition.moves",
                table.name().toString(),
                "It is partitioned by a column that holds ids, so rows move from one partition to another. An update by the"
                        + " application of a row that moves meanwhile fails with SQLSTATE 40001.",
                "Let the application try such an update again.");
    }
}
