// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.seeded;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema.DocumentTable;
import io.truename.corpus.schema.CorpusSchema.HashType;
import io.truename.corpus.schema.RecipeInput;
import io.truename.postgres.corpus.TableSql;
import io.truename.probing.finding.FindingKind;
import io.truename.workbench.seeded.CorpusRows.Chunk;
import io.truename.workbench.seeded.CorpusRows.Document;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Faults of ids and of their inputs. */
final class IdFaults {
    private static final WrongIds.Document ANY = new WrongIds.Document("user", "00", "file");
    private static final WrongIds.Chunk ANY_CHUNK = new WrongIds.Chunk(new UUID(0, 0).toString(), "00", "c", "1", 0);
    private static final String NO_DOCUMENT = "no document is of this kind";

    private IdFaults() {}

    static List<Fault> all() {
        List<Fault> faults = new ArrayList<>();
        for (int version : new int[] {4, 7, 1}) {
            String name = "v" + version;
            faults.add(new Fault(
                    FindingKind.ID_RANDOM,
                    "document, " + name,
                    planting -> document(
                            planting,
                            FindingKind.ID_RANDOM,
                            name,
                            WrongIds.drawn(version, planting.place().random()))));
            faults.add(new Fault(
                    FindingKind.ID_RANDOM,
                    "chunk, " + name,
                    planting -> chunk(
                            planting,
                            FindingKind.ID_RANDOM,
                            name,
                            WrongIds.drawn(version, planting.place().random()))));
        }
        for (String recipe : WrongIds.of(ANY).keySet()) {
            faults.add(new Fault(
                    FindingKind.ID_WRONG_RECIPE, "document, " + recipe, planting -> wrongDocument(planting, recipe)));
        }
        for (String recipe : WrongIds.of(ANY_CHUNK).keySet()) {
            faults.add(new Fault(
                    FindingKind.ID_WRONG_RECIPE, "chunk, " + recipe, planting -> wrongChunk(planting, recipe)));
        }
        faults.add(new Fault(FindingKind.ID_NOT_A_UUID, "document", IdFaults::documentNotAUuid));
        faults.add(new Fault(FindingKind.ID_NOT_A_UUID, "chunk", IdFaults::chunkNotAUuid));
        faults.add(new Fault(FindingKind.ID_COLLISION, "other content", IdFaults::collision));
        faults.add(new Fault(FindingKind.CONTENT_TWICE, "uploaded again", IdFaults::contentTwice));
        illegal(faults);
        return faults;
    }

    private static void wrongDocument(Planting planting, String recipe) throws SQLException {
        Optional<Document> chosen = planting.document(Document::isTrue);
        if (chosen.isEmpty()) {
            planting.impossible(NO_DOCUMENT);
            return;
        }
        if (recipe.contains("file-name") && chosen.get().names().fileName().isEmpty()) {
            planting.impossible("no column holds names of files");
            return;
        }
        rename(planting, chosen.get(), id(WrongIds.of(chosen.get().names()), recipe));
        planting.expectOfId(FindingKind.ID_WRONG_RECIPE, recipe);
    }

    private static UUID id(Map<String, UUID> ids, String recipe) {
        return Objects.requireNonNull(ids.get(recipe), recipe);
    }

    private static void document(Planting planting, FindingKind kind, String detail, UUID id) throws SQLException {
        Optional<Document> chosen = planting.document(Document::isTrue);
        if (chosen.isEmpty()) {
            planting.impossible(NO_DOCUMENT);
            return;
        }
        rename(planting, chosen.get(), id);
        planting.expectOfId(kind, detail);
    }

    /** Its chunks follow from its id, as they do where the wrong writer of the document hands its id on. */
    private static void rename(Planting planting, Document document, UUID id) throws SQLException {
        FaultyCorpus corpus = planting.corpus();
        corpus.rename(0, document.id(), id.toString());
        for (Chunk chunk : Planting.flat(document)) {
            corpus.rename(
                    chunk.table() + 1,
                    chunk.id(),
                    WrongIds.right(new WrongIds.Chunk(
                                    id.toString(), "", chunk.chunker(), chunk.version(), chunk.ordinal()))
                            .toString());
            planting.expectDeadAlias(document, chunk);
        }
        planting.expectLost(document, "document.id");
        planting.expectDeadAlias(document);
    }

    private static void wrongChunk(Planting planting, String recipe) throws SQLException {
        Optional<Planting.Of> of = planting.chunks(Document::isTrue);
        if (of.isEmpty()) {
            planting.impossible(NO_DOCUMENT);
            return;
        }
        Document document = of.get().document();
        Chunk chunk = planting.place().any(of.get().chunks()).orElseThrow();
        planting.corpus()
                .rename(
                        chunk.table() + 1,
                        chunk.id(),
                        id(WrongIds.of(chunk.names(document)), recipe).toString());
        planting.expectOfChunkId(FindingKind.ID_WRONG_RECIPE, chunk.table(), recipe);
        planting.expectLost(document, "chunk.id");
        planting.expectDeadAlias(document, chunk);
    }

    private static void chunk(Planting planting, FindingKind kind, String detail, UUID id) throws SQLException {
        Optional<Planting.Of> of = planting.chunks(Document::isTrue);
        if (of.isEmpty()) {
            planting.impossible(NO_DOCUMENT);
            return;
        }
        Chunk chunk = planting.place().any(of.get().chunks()).orElseThrow();
        planting.corpus().rename(chunk.table() + 1, chunk.id(), id.toString());
        planting.expectOfChunkId(kind, chunk.table(), detail);
        planting.expectLost(of.get().document(), "chunk.id");
        planting.expectDeadAlias(of.get().document(), chunk);
    }

    private static void documentNotAUuid(Planting planting) throws SQLException {
        Optional<Document> chosen = planting.document(Document::isTrue);
        if (!planting.corpus().idsAreText() || chosen.isEmpty()) {
            planting.impossible("the type of the column refuses it");
            return;
        }
        planting.corpus().rename(0, chosen.get().id(), "document-7");
        planting.expectOfId(FindingKind.ID_NOT_A_UUID, "");
        planting.expectLost(chosen.get(), "document.id");
        planting.expectDeadAlias(chosen.get());
    }

    private static void chunkNotAUuid(Planting planting) throws SQLException {
        Optional<Planting.Of> of = planting.chunks(document -> true);
        if (!planting.corpus().idsAreText() || of.isEmpty()) {
            planting.impossible("the type of the column refuses it");
            return;
        }
        Chunk chunk = planting.place().pick(of.get().chunks()).orElseThrow();
        planting.corpus().rename(chunk.table() + 1, chunk.id(), "chunk-7");
        planting.expectOfChunkId(FindingKind.ID_NOT_A_UUID, chunk.table(), "");
        planting.expectLost(of.get().document(), "chunk.id");
        planting.expectDeadAlias(of.get().document(), chunk);
    }

    /** Past a unique index, as a broken one allows; ids of text differ in their letter case. */
    private static void collision(Planting planting) throws SQLException {
        FaultyCorpus corpus = planting.corpus();
        DocumentTable table = planting.schema().documents();
        Optional<Document> chosen = planting.document(document -> document.isTrue() && !document.hasChunks());
        if (chosen.isEmpty()) {
            planting.impossible(NO_DOCUMENT);
            return;
        }
        String indexes = " FROM pg_class c WHERE c.oid = i.indexrelid AND i.indrelid = '"
                + TableSql.quoted(table.table()) + "'::regclass AND c.relname = ANY ('{"
                + String.join(",", uniqueIndexes(corpus, table)) + "}')";
        corpus.sql("UPDATE pg_index i SET indisunique = false" + indexes);
        String id = chosen.get().id();
        corpus.copy(
                0,
                id,
                "{" + (corpus.idsAreText() ? json(table.id(), id.toLowerCase(Locale.ROOT)) + "," : "")
                        + json(column(table.contentHash()), hash(table, "ab".repeat(32))) + "}");
        corpus.sql("UPDATE pg_index i SET indisunique = true" + indexes);
        // The id occurs twice, and one of its rows has the true id of the other.
        planting.expectOfDocuments(FindingKind.ID_COLLISION, table.id(), "", 2);
        planting.expectLost(chosen.get(), "document.id");
    }

    private static List<String> uniqueIndexes(FaultyCorpus corpus, DocumentTable table) throws SQLException {
        return corpus
                .query("SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indisunique"
                        + " AND i.indrelid = '" + TableSql.quoted(table.table())
                        + "'::regclass")
                .stream()
                .map(row -> row.get(0))
                .toList();
    }

    private static void contentTwice(Planting planting) throws SQLException {
        FaultyCorpus corpus = planting.corpus();
        DocumentTable table = planting.schema().documents();
        Optional<Document> chosen = planting.document(Document::isTrue);
        if (chosen.isEmpty()) {
            planting.impossible(NO_DOCUMENT);
            return;
        }
        String id = corpus.written(0, WrongIds.drawn(4, planting.place().random()));
        corpus.copy(
                0,
                chosen.get().id(),
                "{" + json(table.id(), id) + "," + json(table.status().orElseThrow(), "uploaded") + "}");
        planting.expectOfDocuments(FindingKind.CONTENT_TWICE, column(table.contentHash()), "", 2);
        // One content has one true id, so that another one is wrong.
        planting.expectOfId(FindingKind.ID_RANDOM, "v4");
        planting.expectLost(chosen.get(), "document.id");
    }

    private static void illegal(List<Fault> faults) {
        faults.add(new Fault(FindingKind.INPUT_ILLEGAL, "no hash", planting -> {
            Column hash = column(planting.schema().documents().contentHash());
            illegalDocument(planting, hash, "NULL", "absent");
        }));
        faults.add(new Fault(FindingKind.INPUT_ILLEGAL, "short hash", planting -> {
            DocumentTable table = planting.schema().documents();
            illegalDocument(
                    planting,
                    column(table.contentHash()),
                    table.hashType() == HashType.BYTEA ? "'\\xabcd'" : "'abcd'",
                    "illegal");
        }));
        faults.add(new Fault(FindingKind.INPUT_ILLEGAL, "no user", planting -> {
            Column user = column(planting.schema().documents().user());
            illegalDocument(planting, user, "NULL", "absent");
        }));
        faults.add(new Fault(FindingKind.INPUT_ILLEGAL, "empty user", planting -> {
            Column user = column(planting.schema().documents().user());
            illegalDocument(planting, user, "''", "illegal");
        }));
        chunkInput(faults, "no chunker", "chunker", "NULL", "absent");
        chunkInput(faults, "colon in chunker", "chunker", "'fi:xed'", "illegal");
        chunkInput(faults, "no chunker version", "version", "NULL", "absent");
        chunkInput(faults, "empty chunker version", "version", "''", "illegal");
        chunkInput(faults, "no ordinal", "ordinal", "NULL", "absent");
        chunkInput(faults, "negative ordinal", "ordinal", "-1", "illegal");
    }

    private static void illegalDocument(Planting planting, Column column, String expression, String detail)
            throws SQLException {
        Optional<Document> chosen = planting.document(document -> true);
        if (chosen.isEmpty()) {
            planting.impossible(NO_DOCUMENT);
            return;
        }
        planting.corpus().set(0, chosen.get().id(), column, expression);
        planting.expectOfDocuments(FindingKind.INPUT_ILLEGAL, column, detail, 1);
        if (!expression.equals("NULL")
                || !column.equals(column(planting.schema().documents().user()))) {
            planting.expectLost(chosen.get(), "input");
        }
    }

    /** Of the last chunk: without it, no ordinal is missing between others. */
    private static void chunkInput(List<Fault> faults, String name, String field, String expression, String detail) {
        faults.add(new Fault(FindingKind.INPUT_ILLEGAL, name, planting -> {
            Optional<Planting.Of> of = planting.chunks(document -> true);
            if (of.isEmpty()) {
                planting.impossible(NO_DOCUMENT);
                return;
            }
            Chunk chunk = of.get().last();
            var table = planting.chunkTable(chunk.table());
            Column column = column(
                    field.equals("chunker")
                            ? table.chunker()
                            : field.equals("version") ? table.chunkerVersion() : table.ordinal());
            planting.corpus().set(chunk.table() + 1, chunk.id(), column, expression);
            planting.expectOfChunks(FindingKind.INPUT_ILLEGAL, chunk.table(), column, detail, 1);
            planting.expectLost(of.get().document(), "input");
        }));
    }

    /** Column of an input: the mappings of seeded corpora have no other inputs. */
    static Column column(RecipeInput input) {
        return input.plainColumn().orElseThrow();
    }

    static String json(Column column, String value) {
        return "\"" + column.name() + "\": \"" + value.replace("\\", "\\\\") + "\"";
    }

    private static String hash(DocumentTable table, String hex) {
        return table.hashType() == HashType.BYTEA ? "\\x" + hex : hex;
    }
}
