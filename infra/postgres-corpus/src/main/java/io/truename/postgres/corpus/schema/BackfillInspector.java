// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.corpus.mapping.Mapping;
import io.truename.corpus.mapping.QualifiedName;
import io.truename.corpus.schema.BackfillSchema;
import io.truename.corpus.schema.BackfillTable;
import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.corpus.schema.CorpusSchema.DocumentTable;
import io.truename.corpus.schema.Finding;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.corpus.schema.Relation;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.schema.IdColumnSearch.Place;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Inspection of a database's catalog for a mapping with {@code trueId}: builds the {@link BackfillSchema}, and finds every obstacle to
 * writing true ids beside the keys. It only reads, as {@link CorpusInspector} does.
 */
public final class BackfillInspector {
    /** Refusal of calls that read a corpus by ids which are true ids. */
    static final Finding UNSUPPORTED = new Finding(
            Finding.Severity.REFUSAL,
            "true-id.beside",
            "mapping",
            "Its true ids stand beside the keys (trueId). This call reads corpora whose keys are the true ids.",
            "Use POST /migrations, with \"dryRun\": true for counts, examples and findings; or a mapping without trueId.");

    private final Session session;
    private final Mapping mapping;
    private final boolean readsRows;
    private final Findings findings = new Findings();

    private BackfillInspector(Session session, Mapping mapping, boolean readsRows) {
        this.session = session;
        this.mapping = mapping;
        this.readsRows = readsRows;
    }

    /**
     * Inspects the database. Needs no transaction.
     *
     * @throws io.truename.postgres.SqlException if a query fails
     */
    public static BackfillInspection inspect(Session session, Mapping mapping) {
        return new BackfillInspector(session, mapping, true).inspect();
    }

    /**
     * Inspects the database for work that is under way, as {@link CorpusInspector#inspectUnderWay} does.
     *
     * @throws io.truename.postgres.SqlException if a query fails
     */
    public static BackfillInspection inspectUnderWay(Session session, Mapping mapping) {
        return new BackfillInspector(session, mapping, false).inspect();
    }

    private BackfillInspection inspect() {
        InspectedServer server = InspectedServer.read(session, findings);
        TableLookup lookup = new TableLookup(session, findings);
        List<OptionalLong> named = Stream.concat(
                        Stream.of(mapping.documents().table()),
                        mapping.chunks().stream().map(Mapping.Chunks::table))
                .map(lookup::find)
                .toList();
        Map<QualifiedName, OptionalLong> reached = InputColumns.find(lookup, mapping);
        ImportedKeys imported = ImportedKeys.find(session, findings, mapping);
        if (findings.schemaImpossible()) {
            return without();
        }
        List<Long> oids = named.stream().map(OptionalLong::getAsLong).toList();
        IdColumnSearch search = new IdColumnSearch(TableReference.all(session));
        List<Optional<QualifiedName>> trueIds = Stream.concat(
                        Stream.of(mapping.documents().trueId()),
                        mapping.chunks().stream().map(Mapping.Chunks::trueId))
                .toList();
        for (int source = 0; source < oids.size(); source++) {
            int space = source;
            trueIds.get(source)
                    .ifPresent(column -> search.from(
                            new Place(oids.get(space), column.parts().get(0), Optional.empty()),
                            space,
                            io.truename.corpus.schema.IdColumn.Origin.ID));
        }
        CatalogTables catalog = new CatalogTables(session, server.version());
        Map<Long, CatalogTable> tables = catalog.read(new LinkedHashSet<>(oids));
        refuseTablesNamedTwice(oids, tables);
        MappedColumns columns = new MappedColumns(findings);
        InputColumns inputs =
                new InputColumns(columns, findings, CorpusInspector.reached(catalog, reached), search, imported);
        DocumentTable documents =
                columns.documents(mapping.documents(), CorpusInspector.table(tables, oids.get(0)), inputs);
        List<ChunkTable> chunks = new ArrayList<>();
        for (int i = 0; i < mapping.chunks().size(); i++) {
            chunks.add(columns.chunks(mapping.chunks().get(i), CorpusInspector.table(tables, oids.get(i + 1)), inputs));
        }
        if (findings.schemaImpossible()) {
            return without();
        }
        TrueIdColumns rules = new TrueIdColumns(findings, server.role());
        List<BackfillTable> backfilled = new ArrayList<>();
        List<RekeyedTable> written = new ArrayList<>();
        for (int source = 0; source < oids.size(); source++) {
            CatalogTable table = CorpusInspector.table(tables, oids.get(source));
            Column key = source == 0 ? documents.id() : chunks.get(source - 1).id();
            rules.table(table, key, trueIds.get(source), source, mapped(documents, chunks, source))
                    .ifPresent(checked -> {
                        backfilled.add(checked.table());
                        written.add(checked.written());
                    });
        }
        rules.references(search, tables);
        chunks.forEach(chunk ->
                rules.document(documents, CorpusInspector.table(tables, oids.get(0)), chunk, table(tables, chunk)));
        if (findings.schemaImpossible()) {
            return without();
        }
        BackfillSchema schema = new BackfillSchema(
                new CorpusSchema(mapping.namespace(), documents, chunks, written, List.of(), Map.of()), backfilled);
        if (readsRows) {
            new PositionOrder(session, findings).check(chunks, tables.values());
            imported.check(session, findings);
            documents
                    .user()
                    .plainColumn()
                    .ifPresent(user ->
                            new UserCase(session, findings).check(CorpusInspector.table(tables, oids.get(0)), user));
        }
        new Publications(session, findings, server.version()).check(tables);
        new SideEffects(session, findings).check(search, tables);
        proveUpdates(schema);
        return new BackfillInspection(Optional.of(schema), findings.sorted(), fingerprint(schema));
    }

    private static Stream<Column> mapped(DocumentTable documents, List<ChunkTable> chunks, int source) {
        return source == 0
                ? Stream.of(documents.bytes(), documents.createdAt(), documents.status())
                        .flatMap(Optional::stream)
                : Stream.concat(
                        Stream.of(chunks.get(source - 1).document()), chunks.get(source - 1).embedding().stream());
    }

    private BackfillInspection without() {
        return new BackfillInspection(Optional.empty(), findings.sorted(), "");
    }

    private static CatalogTable table(Map<Long, CatalogTable> tables, ChunkTable chunk) {
        return tables.values().stream()
                .filter(table -> table.name().equals(chunk.table()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("A table was dropped during its inspection"));
    }

    private void refuseTablesNamedTwice(List<Long> oids, Map<Long, CatalogTable> tables) {
        Set<Long> before = new LinkedHashSet<>();
        for (Long oid : oids) {
            if (!before.add(oid)) {
                findings.impossible(
                        "mapping.table-twice",
                        CorpusInspector.table(tables, oid).name().toString(),
                        "Two entries of the mapping name this table.",
                        "Give documents and every kind of chunks a table of its own.");
            }
        }
    }

    private void proveUpdates(BackfillSchema schema) {
        StatementProof proof = new StatementProof(session);
        for (RekeyedTable table : schema.corpus().tables()) {
            String name = table.relation().name().toString();
            if (!table.idColumns().isEmpty() && !findings.refuses(name)) {
                proof.update(table)
                        .ifPresent(refused -> findings.refuse(
                                "update.refused",
                                name,
                                "PostgreSQL refuses an update of its true ids: " + refused.getMessage() + ".",
                                "Remove what the message names."));
            }
        }
    }

    /** Fingerprint without unique keys of the columns of true ids: a finding offers a statement that creates one. */
    private static String fingerprint(BackfillSchema schema) {
        List<RekeyedTable> tables = new ArrayList<>();
        for (int source = 0; source < schema.tables().size(); source++) {
            RekeyedTable table = schema.corpus().tables().get(source);
            BackfillTable backfilled = schema.tables().get(source);
            Relation relation = table.relation();
            tables.add(new RekeyedTable(
                    new Relation(
                            relation.name(),
                            relation.partitioned(),
                            relation.rows(),
                            relation.columns(),
                            relation.primaryKey(),
                            relation.uniqueKeys().stream()
                                    .filter(key -> backfilled.replacesKey()
                                            || backfilled
                                                    .trueId()
                                                    .filter(column ->
                                                            key.columns().equals(List.of(column.name())))
                                                    .isEmpty())
                                    .toList()),
                    table.idColumns(),
                    table.inexactColumns()));
        }
        return SchemaFingerprint.of(schema.corpus().withTables(tables));
    }
}
