// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.assess;

import io.truename.corpus.assess.Assessment.Reference;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.ForeignKey;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.ImportedHashes;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.corpus.schema.TableName;
import io.truename.postgres.PlannerSettings;
import io.truename.postgres.Session;
import io.truename.postgres.SliceSize;
import io.truename.postgres.TableBlocks;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.search.SearchState;
import io.truename.postgres.corpus.validate.OrphanCount;
import io.truename.postgres.corpus.validate.ValidationSql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Counts orphaned references to documents or chunks; a validated foreign key guarantees that there are none. Reads a table of any
 * size in slices of its blocks.
 */
final class ReferenceQueries {
    private static final int LEAST_BLOCKS = 64;
    private static final int MOST_BLOCKS = 8_192;

    private final CorpusSchema schema;
    private final List<Column> columns = new ArrayList<>();

    private record Column(TableName table, IdColumn idColumn, boolean enforced) {}

    ReferenceQueries(CorpusSchema schema) {
        this.schema = schema;
        for (RekeyedTable table : schema.tables()) {
            if (table.relation().name().equals(ImportedHashes.TABLE)) {
                // A list of hashes may have more keys than the corpus has documents.
                continue;
            }
            for (IdColumn idColumn : table.idColumns()) {
                boolean foreignKey = keys(table, idColumn).findAny().isPresent();
                if ((idColumn.origin() != IdColumn.Origin.ID || foreignKey) && ValidationSql.tellsOrphans(idColumn)) {
                    columns.add(new Column(
                            table.relation().name(),
                            idColumn,
                            keys(table, idColumn).anyMatch(ForeignKey::validated)));
                }
            }
        }
    }

    private Stream<ForeignKey> keys(RekeyedTable table, IdColumn idColumn) {
        return schema.foreignKeys().stream()
                .filter(key -> key.table().equals(table.relation().name())
                        && key.columns().contains(idColumn.column().name()));
    }

    /**
     * Continues reading until the end or until time is up; reads at least one slice.
     *
     * @param session in a transaction
     */
    ScanState goOn(Session session, ScanState from, BooleanSupplier timeIsUp) {
        session.execute(PlannerSettings.BY_INDEX);
        OrphanCount count = new OrphanCount(schema);
        SliceSize size = new SliceSize(LEAST_BLOCKS, MOST_BLOCKS);
        ScanState.References place = from.references().orElse(ScanState.References.BEGIN);
        while (place.column() < columns.size()) {
            Column column = columns.get(place.column());
            if (column.enforced()) {
                place = place.found(0, 0, true);
                continue;
            }
            long last = TableBlocks.of(session, TableSql.quoted(column.table())).last();
            long until = place.block() + size.begin();
            long orphans = count.within(session, column.table(), column.idColumn(), place.block(), until)
                    .rows();
            size.end();
            place = place.found(orphans, until, until >= last);
            if (timeIsUp.getAsBoolean()) {
                break;
            }
        }
        return new ScanState(
                from.tally(),
                from.last(),
                from.snapshots(),
                Optional.of(place),
                place.column() >= columns.size() ? Optional.of(SearchState.BEGIN) : Optional.empty(),
                false);
    }

    /** Result of a complete reading. */
    List<Reference> found(ScanState.References read) {
        List<Reference> references = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            references.add(new Reference(
                    column.table() + "." + column.idColumn().column().name(),
                    targetTable(column.idColumn().space()).toString(),
                    column.enforced(),
                    read.orphans().get(i),
                    column.idColumn().indexed()));
        }
        return references;
    }

    private TableName targetTable(int space) {
        return space == 0
                ? schema.documents().table()
                : schema.chunks().get(space - 1).table();
    }
}
