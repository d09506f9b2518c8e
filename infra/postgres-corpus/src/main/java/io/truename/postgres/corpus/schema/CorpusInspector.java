// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.corpus.mapping.Mapping;
import io.truename.corpus.mapping.Mapping.SoftReference;
import io.truename.corpus.mapping.QualifiedName;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.corpus.schema.CorpusSchema.DocumentTable;
import io.truename.corpus.schema.ForeignKey;
import io.truename.corpus.schema.IdColumn.Origin;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.corpus.schema.TableName;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.schema.IdColumnSearch.Ids;
import io.truename.postgres.corpus.schema.IdColumnSearch.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Inspection of a database's catalog: builds the {@link CorpusSchema} of a mapping, and finds every obstacle to moving ids and every
 * fact that a data engineer should know before. It only reads. Its SQL contains only bound values, and names that the catalog has
 * confirmed.
 */
public final class CorpusInspector {
    /** Code of a reference without an index; a run's settings may accept a refusal with this code. */
    public static final String UNINDEXED = "reference.unindexed";

    /** Maximum number of rows behind an unindexed foreign key; with more, each moved key reads for about 5 ms or longer. */
    public static final long MOST_UNINDEXED_ROWS = 50_000;

    /** Maximum number of rows of a table that each batch may read as a whole. */
    public static final long MOST_ROWS_OF_A_SCAN = 200_000;

    private final Session session;
    private final Mapping mapping;
    private final boolean readsRows;
    private final Findings findings = new Findings();

    private CorpusInspector(Session session, Mapping mapping, boolean readsRows) {
        this.session = session;
        this.mapping = mapping;
        this.readsRows = readsRows;
    }

    /**
     * Inspects the database. Needs no transaction.
     *
     * @throws io.truename.postgres.SqlException if a query fails
     */
    public static Inspection inspect(Session session, Mapping mapping) {
        return new CorpusInspector(session, mapping, true).inspect();
    }

    /**
     * Inspects the database for work that is under way: as {@link #inspect} does, without the rows that an assessment and a plan have read,
     * those that give chunks their positions and those that show how ids are written. Each statement checks the rows that it reads, and a
     * fault elsewhere must not stop the work, least of all a rollback.
     *
     * @throws io.truename.postgres.SqlException if a query fails
     */
    public static Inspection inspectUnderWay(Session session, Mapping mapping) {
        return new CorpusInspector(session, mapping, false).inspect();
    }

    private Inspection inspect() {
        if (mapping.beside()) {
            findings.add(BackfillInspector.UNSUPPORTED);
            return without();
        }
        InspectedServer server = InspectedServer.read(session, findings);
        TableLookup lookup = new TableLookup(session, findings);
        OptionalLong documents = lookup.find(mapping.documents().table());
        List<OptionalLong> chunks = mapping.chunks().stream()
                .map(entry -> lookup.find(entry.table()))
                .toList();
        List<OptionalLong> soft = mapping.softReferences().stream()
                .map(entry -> lookup.find(entry.table()))
                .toList();
        List<OptionalLong> bookkeeping = mapping.bookkeeping().stream()
                .map(entry -> lookup.find(entry.table()))
                .toList();
        Map<QualifiedName, OptionalLong> reached = InputColumns.find(lookup, mapping);
        ImportedKeys imported = ImportedKeys.find(session, findings, mapping);
        if (findings.schemaImpossible()) {
            return without();
        }
        IdColumnSearch search = search(documents.getAsLong(), chunks, soft);
        imported.addTo(search, mapping);
        Set<Long> oids = new LinkedHashSet<>();
        search.found().keySet().forEach(place -> oids.add(place.table()));
        search.carrying().forEach(reference -> oids.add(reference.parent()));
        CatalogTables catalog = new CatalogTables(session, server.version());
        Map<Long, CatalogTable> tables = catalog.read(oids);

        MappedColumns columns = new MappedColumns(findings);
        InputColumns inputs = new InputColumns(columns, findings, reached(catalog, reached), search, imported);
        DocumentTable documentTable =
                columns.documents(mapping.documents(), table(tables, documents.getAsLong()), inputs);
        List<ChunkTable> chunkTables = new ArrayList<>();
        Set<Long> named = new HashSet<>(Set.of(documents.getAsLong()));
        for (int i = 0; i < chunks.size(); i++) {
            CatalogTable table = table(tables, chunks.get(i).getAsLong());
            chunkTables.add(columns.chunks(mapping.chunks().get(i), table, inputs));
            if (!named.add(table.oid())) {
                findings.impossible(
                        "mapping.table-twice",
                        table.name().toString(),
                        "Two entries of the mapping name this table.",
                        "Give documents and every kind of chunks a table of its own.");
            }
        }
        for (int i = 0; i < soft.size(); i++) {
            columns.softReference(
                    mapping.softReferences().get(i), table(tables, soft.get(i).getAsLong()));
        }
        Map<TableName, List<String>> bookkeepingColumns = new BookkeepingColumns(findings, columns)
                .read(mapping.bookkeeping(), bookkeeping, tables, search, documentTable, chunkTables);
        imported.addBookkeeping(search, bookkeepingColumns);
        refuseTangles(search, tables);
        List<RekeyedTable> carrierTables = carrierTables(search, tables, documents.getAsLong(), chunks, server.role());
        if (findings.schemaImpossible()) {
            return without();
        }
        List<ForeignKey> keys = search.concerned().stream()
                .map(reference -> foreignKey(reference, tables))
                .toList();
        CorpusSchema schema = new CorpusSchema(
                mapping.namespace(),
                documentTable,
                chunkTables,
                carrierTables,
                keys,
                bookkeepingColumns,
                mapping.external());
        new ReferenceRules(findings, server.version()).check(search, tables, carrierTables);
        if (readsRows) {
            documentTable
                    .user()
                    .plainColumn()
                    .ifPresent(
                            user -> new UserCase(session, findings).check(table(tables, documents.getAsLong()), user));
            new PositionOrder(session, findings).check(chunkTables, tables.values());
            imported.check(session, findings);
        }
        new MergeCascades(session, findings).check(search, tables);
        new Publications(session, findings, server.version()).check(tables);
        new SideEffects(session, findings).check(search, tables);
        rights(schema, tables, server.role());
        return new Inspection(Optional.of(schema), findings.sorted(), SchemaFingerprint.of(schema));
    }

    /** Asks the server for privileges that the catalog does not show. */
    private void rights(CorpusSchema schema, Map<Long, CatalogTable> tables, String role) {
        AccessRules access = new AccessRules(findings, role);
        StatementProof proof = new StatementProof(session);
        for (RekeyedTable table : schema.tables()) {
            String name = table.relation().name().toString();
            if (schema.mergesRowsOf(table)) {
                tables.values().stream()
                        .filter(candidate -> candidate.relation().equals(table.relation()))
                        .forEach(access::checkMerges);
            }
            if (!findings.refuses(name)) {
                proof.update(table)
                        .ifPresent(refused -> findings.refuse(
                                "update.refused",
                                name,
                                "PostgreSQL refuses an update of its ids: " + refused.getMessage() + ".",
                                "Remove what the message names."));
            }
        }
    }

    /** Tables that are only read: a migration has no side effects there. */
    static Map<QualifiedName, CatalogTable> reached(CatalogTables catalog, Map<QualifiedName, OptionalLong> reached) {
        Map<Long, CatalogTable> tables = catalog.read(reached.values().stream()
                .map(OptionalLong::getAsLong)
                .distinct()
                .toList());
        Map<QualifiedName, CatalogTable> byName = new HashMap<>();
        reached.forEach((name, oid) -> byName.put(name, table(tables, oid.getAsLong())));
        return byName;
    }

    private Inspection without() {
        return new Inspection(Optional.empty(), findings.sorted(), "");
    }

    private IdColumnSearch search(long documents, List<OptionalLong> chunks, List<OptionalLong> soft) {
        IdColumnSearch search = new IdColumnSearch(TableReference.all(session));
        search.from(place(documents, mapping.documents().id().parts().get(0)), 0, Origin.ID);
        for (int i = 0; i < chunks.size(); i++) {
            Mapping.Chunks entry = mapping.chunks().get(i);
            search.from(place(chunks.get(i).getAsLong(), entry.id().parts().get(0)), i + 1, Origin.ID);
        }
        for (int i = 0; i < chunks.size(); i++) {
            Mapping.Chunks entry = mapping.chunks().get(i);
            search.from(
                    place(chunks.get(i).getAsLong(), entry.document().parts().get(0)), 0, Origin.DECLARED);
        }
        for (int i = 0; i < soft.size(); i++) {
            SoftReference entry = mapping.softReferences().get(i);
            search.from(
                    new Place(
                            soft.get(i).getAsLong(),
                            entry.column().parts().get(0),
                            entry.path(),
                            entry.pattern().map(pattern -> new IdColumnSearch.IdText(pattern, entry.space()))),
                    entry.space(),
                    Origin.DECLARED);
        }
        return search;
    }

    private static Place place(long table, String column) {
        return new Place(table, column, Optional.empty());
    }

    private void refuseTangles(IdColumnSearch search, Map<Long, CatalogTable> tables) {
        for (IdColumnSearch.Conflict conflict : search.conflicts()) {
            findings.impossible(
                    "carrier.two-kinds",
                    table(tables, conflict.place().table())
                            .columnName(conflict.place().column()),
                    "It would hold ids of " + space(conflict.one()) + " and of " + space(conflict.other())
                            + " at once.",
                    "Correct the mapping: an id column must not be a reference to another kind of ids.");
        }
        for (TableReference reference : search.leadingOut()) {
            CatalogTable child = table(tables, reference.child());
            findings.impossible(
                    "reference.outward",
                    child.columnName(String.join(", ", reference.columns())),
                    "It holds ids that a migration changes, and refers by the foreign key " + reference.name() + " to "
                            + table(tables, reference.parent()).name() + ", where they would not be changed.",
                    "Map that table as documents or chunks, or as a soft reference:"
                            + " {table, column, to} makes its column change, too.");
        }
    }

    private static String space(int space) {
        return space == 0 ? "documents" : "chunks[" + (space - 1) + "]";
    }

    private List<RekeyedTable> carrierTables(
            IdColumnSearch search,
            Map<Long, CatalogTable> tables,
            long documents,
            List<OptionalLong> chunks,
            String role) {
        Map<Long, Map<Place, Ids>> byTable = new LinkedHashMap<>();
        search.found()
                .forEach((place, ids) -> byTable.computeIfAbsent(place.table(), absent -> new LinkedHashMap<>())
                        .put(place, ids));
        AccessRules access = new AccessRules(findings, role);
        byTable.forEach((oid, places) -> access.check(
                table(tables, oid), places.keySet().stream().map(Place::column).toList()));
        IdColumns idColumns = new IdColumns(new TextForms(session, findings, readsRows), findings);
        Map<Long, RekeyedTable> built = new LinkedHashMap<>();
        byTable.forEach((oid, places) -> built.put(oid, idColumns.table(table(tables, oid), places)));

        List<RekeyedTable> ordered = new ArrayList<>();
        Optional.ofNullable(built.remove(documents)).ifPresent(ordered::add);
        chunks.forEach(oid -> Optional.ofNullable(built.remove(oid.getAsLong())).ifPresent(ordered::add));
        built.values().stream()
                .sorted(Comparator.comparing(table -> table.relation().name().toString()))
                .forEach(ordered::add);
        return ordered;
    }

    private static ForeignKey foreignKey(TableReference reference, Map<Long, CatalogTable> tables) {
        return new ForeignKey(
                reference.name(),
                table(tables, reference.child()).name(),
                reference.columns(),
                table(tables, reference.parent()).name(),
                reference.referencedColumns(),
                reference.validated(),
                reference.deferrable(),
                reference.onUpdate(),
                reference.onDelete());
    }

    static CatalogTable table(Map<Long, CatalogTable> tables, long oid) {
        return Optional.ofNullable(tables.get(oid))
                .orElseThrow(() -> new IllegalStateException("A table was dropped during its inspection"));
    }
}
