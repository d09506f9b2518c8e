// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.seeded;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.validate.ValidationSql;
import io.truename.probing.finding.FindingKind;
import io.truename.workbench.seeded.CorpusRows.Chunk;
import io.truename.workbench.seeded.CorpusRows.Document;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Faults of rows: references, chunks, embeddings, aliases and indexes. Long because it is a list, one short method for each. */
final class RowFaults {
    private static final String NO_DOCUMENT = "no document is of this kind";

    private RowFaults() {}

    static List<Fault> all() {
        List<Fault> faults = new ArrayList<>();
        faults.add(new Fault(FindingKind.REFERENCE_ORPHAN, "chunk", RowFaults::orphanedChunk));
        faults.add(new Fault(
                FindingKind.REFERENCE_ORPHAN,
                "other table",
                planting -> orphanedReference(planting, FindingKind.REFERENCE_ORPHAN)));
        faults.add(new Fault(FindingKind.REFERENCE_WRONG_PARENT, "chunk of another", RowFaults::wrongParent));
        faults.add(new Fault(FindingKind.CHUNKS_MISSING, "all deleted", RowFaults::chunksMissing));
        faults.add(new Fault(FindingKind.ORDINAL_GAP, "between others", planting -> gap(planting, false)));
        faults.add(new Fault(FindingKind.ORDINAL_GAP, "first", planting -> gap(planting, true)));
        faults.add(new Fault(FindingKind.ORDINAL_REPEATED, "cut twice", RowFaults::repeatedOrdinal));
        faults.add(new Fault(
                FindingKind.EMBEDDING_MISSING,
                "null",
                planting -> embedding(planting, FindingKind.EMBEDDING_MISSING, "NULL", "")));
        faults.add(new Fault(
                FindingKind.EMBEDDING_ORPHAN,
                "deleted chunk",
                planting -> orphanedReference(planting, FindingKind.EMBEDDING_ORPHAN)));
        faults.add(new Fault(
                FindingKind.EMBEDDING_DIMENSION,
                "too short",
                planting -> embedding(planting, FindingKind.EMBEDDING_DIMENSION, "'{1,2,3}'", "3")));
        faults.add(new Fault(
                FindingKind.EMBEDDING_DIMENSION,
                "empty",
                planting -> embedding(planting, FindingKind.EMBEDDING_DIMENSION, "'{}'", "0")));
        faults.add(new Fault(
                FindingKind.EMBEDDING_ZERO,
                "zeros",
                planting -> embedding(
                        planting,
                        FindingKind.EMBEDDING_ZERO,
                        "array_fill(0::real, ARRAY[cardinality(x.embedding)])",
                        "")));
        for (String odd : List.of("NaN", "Infinity", "-Infinity")) {
            faults.add(new Fault(
                    FindingKind.EMBEDDING_NOT_A_NUMBER,
                    odd,
                    planting -> embedding(
                            planting,
                            FindingKind.EMBEDDING_NOT_A_NUMBER,
                            "'" + odd + "'::real || x.embedding[2:]",
                            "")));
        }
        faults.add(new Fault(FindingKind.EMBEDDING_REPEATED, "of another text", RowFaults::repeatedEmbedding));
        faults.add(new Fault(FindingKind.ALIAS_DEAD, "document deleted", RowFaults::deadAlias));
        faults.add(new Fault(FindingKind.ALIAS_DEAD, "chunk deleted", RowFaults::deadChunkAlias));
        faults.add(new Fault(FindingKind.INDEX_INVALID, "invalid", RowFaults::invalidIndex));
        return faults;
    }

    private static void orphanedChunk(Planting planting) throws SQLException {
        Optional<Planting.Of> of = planting.chunks(document -> true);
        if (of.isEmpty()) {
            planting.impossible(NO_DOCUMENT);
            return;
        }
        FaultyCorpus corpus = planting.corpus();
        Chunk chunk = planting.place().pick(of.get().chunks()).orElseThrow();
        UUID missing = missing(planting.place());
        UUID id = WrongIds.right(
                new WrongIds.Chunk(missing.toString(), "", chunk.chunker(), chunk.version(), chunk.ordinal()));
        ChunkTable table = planting.chunkTable(chunk.table());
        corpus.copy(
                chunk.table() + 1,
                chunk.id(),
                "{" + IdFaults.json(table.id(), corpus.written(chunk.table() + 1, id)) + ","
                        + IdFaults.json(table.document(), corpus.written(0, missing)) + "}");
        planting.expectOfChunks(FindingKind.REFERENCE_ORPHAN, chunk.table(), table.document(), "", 1);
    }

    /** Before all documents, after all, or among them. */
    private static UUID missing(Place place) {
        UUID drawn = WrongIds.drawn(4, place.random());
        long ends = 0xFFFFFFFFL;
        long most = switch (place.number() % 4) {
            case 0 -> drawn.getMostSignificantBits() & ends;
            case 1 -> (drawn.getMostSignificantBits() & ends) | ~ends;
            default -> drawn.getMostSignificantBits();
        };
        return new UUID(most, drawn.getLeastSignificantBits());
    }

    private record Reference(RekeyedTable table, IdColumn column) {}

    private static void orphanedReference(Planting planting, FindingKind kind) throws SQLException {
        FaultyCorpus corpus = planting.corpus();
        List<Reference> references = references(planting.schema(), kind == FindingKind.EMBEDDING_ORPHAN);
        if (references.isEmpty()) {
            planting.impossible("every reference has a valid foreign key");
            return;
        }
        Reference reference = references.get(planting.place().table(references.size()));
        String column = FaultyCorpus.quoted(reference.column().column().name());
        String uuid = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
        List<List<String>> rows = corpus.query("SELECT x.ctid, substring(x." + column + "::text FROM '(" + uuid
                + ")') FROM " + FaultyCorpus.name(reference.table()) + " x WHERE x." + column + "::text ~ '" + uuid
                + "' ORDER BY 1");
        List<String> row = planting.place().pick(rows).orElseThrow();
        String missing = missing(planting.place()).toString();
        boolean upper = row.get(1).equals(row.get(1).toUpperCase(Locale.ROOT));
        corpus.sql("UPDATE " + FaultyCorpus.name(reference.table()) + " x SET " + column + " = CAST(replace(x." + column
                + "::text, '" + row.get(1) + "', '" + (upper ? missing.toUpperCase(Locale.ROOT) : missing) + "') AS "
                + reference.column().column().type() + ") WHERE x.ctid = '" + row.get(0) + "'");
        planting.expect(
                kind,
                reference.table().relation().name().toString(),
                reference.column().column().name(),
                reference.column().path().map(ValidationSql::path).orElse(""),
                1);
    }

    /** Columns, not of chunks, that refer to something without a valid foreign key. */
    private static List<Reference> references(CorpusSchema schema, boolean embeddings) {
        List<Reference> references = new ArrayList<>();
        for (RekeyedTable table : schema.tables()) {
            String name = table.relation().name().name();
            boolean chunks = schema.chunks().stream()
                    .anyMatch(of -> of.table().equals(table.relation().name()));
            if (chunks || name.contains("vector") != embeddings) {
                continue;
            }
            for (IdColumn column : table.idColumns()) {
                boolean keyed = schema.foreignKeys().stream()
                        .anyMatch(key -> key.validated()
                                && key.table().equals(table.relation().name())
                                && key.columns().contains(column.column().name()));
                if (column.origin() != IdColumn.Origin.ID && !keyed) {
                    references.add(new Reference(table, column));
                }
            }
        }
        return references;
    }

    private static void wrongParent(Planting planting) throws SQLException {
        FaultyCorpus corpus = planting.corpus();
        Optional<Planting.Of> of = planting.chunks(Document::isTrue);
        if (of.isEmpty()) {
            planting.impossible(NO_DOCUMENT);
            return;
        }
        Document document = of.get().document();
        Chunk last = of.get().last();
        int ordinal = of.get().chunks().size();
        Optional<Document> other = planting.place()
                .any(planting.documents(each -> each.isTrue()
                        && !each.equals(document)
                        && each.chunks().get(last.table()).size() <= ordinal));
        if (other.isEmpty()) {
            planting.impossible(NO_DOCUMENT);
            return;
        }
        ChunkTable table = planting.chunkTable(last.table());
        UUID id = WrongIds.right(
                new WrongIds.Chunk(other.get().uuid().toString(), "", last.chunker(), last.version(), ordinal));
        corpus.copy(
                last.table() + 1,
                last.id(),
                "{" + IdFaults.json(table.id(), corpus.written(last.table() + 1, id)) + ", \""
                        + IdFaults.column(table.ordinal()).name() + "\": " + ordinal + "}");
        planting.expectOfChunks(FindingKind.REFERENCE_WRONG_PARENT, last.table(), table.document(), "", 1);
        planting.expectLost(document, "chunk.id");
    }

    private static void chunksMissing(Planting planting) throws SQLException {
        Optional<Document> chosen = planting.document(Document::hasChunks);
        if (chosen.isEmpty()) {
            planting.impossible(NO_DOCUMENT);
            return;
        }
        for (Chunk chunk : Planting.flat(chosen.get())) {
            planting.corpus().delete(chunk.table() + 1, chunk.id());
            planting.expectDeadAlias(chosen.get(), chunk);
        }
        planting.expectOfDocuments(
                FindingKind.CHUNKS_MISSING,
                planting.schema().documents().id(),
                chosen.get().status(),
                1);
    }

    private static void gap(Planting planting, boolean first) throws SQLException {
        Optional<Planting.Of> of =
                planting.chunks(document -> document.chunks().stream().allMatch(list -> list.size() > 2));
        if (of.isEmpty()) {
            planting.impossible(NO_DOCUMENT);
            return;
        }
        List<Chunk> chunks = of.get().chunks();
        Chunk chunk = first
                ? chunks.get(0)
                : planting.place().any(chunks.subList(1, chunks.size() - 1)).orElseThrow();
        planting.corpus().delete(chunk.table() + 1, chunk.id());
        planting.expectDeadAlias(of.get().document(), chunk);
        expectOfOrdinals(planting, FindingKind.ORDINAL_GAP, chunk);
    }

    private static void expectOfOrdinals(Planting planting, FindingKind kind, Chunk chunk) {
        planting.expectOfChunks(
                kind,
                chunk.table(),
                IdFaults.column(planting.chunkTable(chunk.table()).ordinal()),
                chunk.chunker() + ":" + chunk.version(),
                1);
    }

    private static void repeatedOrdinal(Planting planting) throws SQLException {
        Optional<Planting.Of> of = planting.chunks(document -> true);
        if (of.isEmpty()) {
            planting.impossible(NO_DOCUMENT);
            return;
        }
        FaultyCorpus corpus = planting.corpus();
        Chunk chunk = planting.place().pick(of.get().chunks()).orElseThrow();
        UUID id = WrongIds.drawn(4, planting.place().random());
        corpus.copy(
                chunk.table() + 1,
                chunk.id(),
                "{"
                        + IdFaults.json(planting.chunkTable(chunk.table()).id(), corpus.written(chunk.table() + 1, id))
                        + "}");
        expectOfOrdinals(planting, FindingKind.ORDINAL_REPEATED, chunk);
        if (!of.get().document().toMove()) {
            // Its true id is the other chunk's.
            planting.expectOfChunkId(FindingKind.ID_RANDOM, chunk.table(), "v4");
            planting.expectLost(of.get().document(), "chunk.id");
        }
    }

    private static void embedding(Planting planting, FindingKind kind, String expression, String detail)
            throws SQLException {
        Optional<Planting.Of> of = planting.chunks(document -> true);
        if (of.isEmpty()) {
            planting.impossible(NO_DOCUMENT);
            return;
        }
        embedding(planting, planting.place().pick(of.get().chunks()).orElseThrow(), kind, expression, detail, 1);
    }

    private static void embedding(
            Planting planting, Chunk chunk, FindingKind kind, String expression, String detail, long rows)
            throws SQLException {
        Column column = planting.chunkTable(chunk.table()).embedding().orElseThrow();
        planting.corpus().set(chunk.table() + 1, chunk.id(), column, expression);
        planting.expectOfChunks(kind, chunk.table(), column, detail, rows);
    }

    private static void repeatedEmbedding(Planting planting) throws SQLException {
        Optional<Planting.Of> of = planting.chunks(document -> true);
        if (of.isEmpty()) {
            planting.impossible(NO_DOCUMENT);
            return;
        }
        Chunk chunk = planting.place().pick(of.get().chunks()).orElseThrow();
        List<Chunk> others = new ArrayList<>();
        planting.documents(document -> !document.equals(of.get().document()))
                .forEach(document -> others.addAll(document.chunks().get(chunk.table())));
        ChunkTable table = planting.chunkTable(chunk.table());
        embedding(
                planting,
                chunk,
                FindingKind.EMBEDDING_REPEATED,
                "(SELECT o.embedding FROM " + TableSql.quoted(table.table()) + " o WHERE o."
                        + FaultyCorpus.quoted(table.id().name()) + "::text = '"
                        + planting.place().any(others).orElseThrow().id() + "')",
                "",
                2);
    }

    private static void deadAlias(Planting planting) throws SQLException {
        Optional<Document> chosen = planting.document(Document::aliased);
        if (chosen.isEmpty()) {
            planting.impossible("there are no aliases");
            return;
        }
        for (Chunk chunk : Planting.flat(chosen.get())) {
            planting.corpus().delete(chunk.table() + 1, chunk.id());
            planting.expectDeadAlias(chosen.get(), chunk);
        }
        planting.corpus().delete(0, chosen.get().id());
        planting.expectDeadAlias(chosen.get());
    }

    /** The last of its document: that it is missing shows in no other way. */
    private static void deadChunkAlias(Planting planting) throws SQLException {
        Optional<Planting.Of> of = planting.chunks(Document::aliased);
        if (of.isEmpty()) {
            planting.impossible("there are no aliases");
            return;
        }
        Chunk chunk = of.get().last();
        planting.corpus().delete(chunk.table() + 1, chunk.id());
        planting.expectDeadAlias(of.get().document(), chunk);
    }

    private static void invalidIndex(Planting planting) throws SQLException {
        FaultyCorpus corpus = planting.corpus();
        RekeyedTable table = planting.schema().tables().get(planting.place().table(3));
        List<List<String>> indexes =
                corpus.query("SELECT c.relname, c.oid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE NOT"
                        + " i.indisprimary AND c.relkind = 'i' AND i.indrelid = '" + FaultyCorpus.name(table)
                        + "'::regclass ORDER BY 1");
        Optional<List<String>> index = planting.place().pick(indexes);
        if (index.isEmpty()) {
            planting.impossible("the table has no other index than its key");
            return;
        }
        String where = " WHERE indexrelid = " + index.get().get(1);
        corpus.sql("UPDATE pg_index SET indisvalid = false" + where);
        corpus.undoBy("UPDATE pg_index SET indisvalid = true" + where);
        planting.expect(
                FindingKind.INDEX_INVALID,
                table.relation().name().toString(),
                index.get().get(0),
                "",
                1);
    }
}
