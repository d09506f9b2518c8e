// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.seeded;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.probing.finding.Cause;
import io.truename.probing.finding.FindingKind;
import io.truename.workbench.seeded.CorpusRows.Chunk;
import io.truename.workbench.seeded.CorpusRows.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Planting of one fault at one place: it damages the corpus and says which findings must follow, and no others. */
final class Planting {
    private final FaultyCorpus corpus;
    private final CorpusRows rows;
    private final Place place;
    private final Map<Cause, Long> expected = new LinkedHashMap<>();
    private String reason = "";

    Planting(FaultyCorpus corpus, CorpusRows rows, Place place) {
        this.corpus = corpus;
        this.rows = rows;
        this.place = place;
    }

    FaultyCorpus corpus() {
        return corpus;
    }

    CorpusSchema schema() {
        return corpus.schema();
    }

    Place place() {
        return place;
    }

    /** Rows by cause that the next scan must find besides those that it found before. */
    Map<Cause, Long> expected() {
        return expected;
    }

    /** Why the fault cannot be planted here; empty if it was. */
    Optional<String> reason() {
        return reason.isEmpty() ? Optional.empty() : Optional.of(reason);
    }

    /** Says that the fault cannot be planted here. */
    void impossible(String why) {
        reason = why;
    }

    Optional<Document> document(Predicate<Document> which) {
        return place.pick(rows.documents().stream()
                .filter(Document::isQuiet)
                .filter(which)
                .toList());
    }

    List<Document> documents(Predicate<Document> which) {
        return rows.documents().stream().filter(Document::isQuiet).filter(which).toList();
    }

    /** Document with chunks in a table. */
    record Of(Document document, List<Chunk> chunks) {
        Chunk last() {
            return chunks.get(chunks.size() - 1);
        }
    }

    /** Document with chunks in the table that is in turn. */
    Optional<Of> chunks(Predicate<Document> which) {
        int table = place.table(schema().chunks().size());
        return document(which.and(document -> !document.chunks().get(table).isEmpty()))
                .map(document -> new Of(document, document.chunks().get(table)));
    }

    void expect(FindingKind kind, String table, String column, String detail, long count) {
        expected.merge(new Cause(kind, table, column, detail), count, Long::sum);
    }

    void expectOfDocuments(FindingKind kind, Column column, String detail, long count) {
        expect(kind, schema().documents().table().toString(), column.name(), detail, count);
    }

    void expectOfChunks(FindingKind kind, int table, Column column, String detail, long count) {
        expect(kind, chunkTable(table).table().toString(), column.name(), detail, count);
    }

    /** A wrong id of a document. */
    void expectOfId(FindingKind kind, String detail) {
        expectOfDocuments(kind, schema().documents().id(), detail, 1);
    }

    /** A wrong id of a chunk. */
    void expectOfChunkId(FindingKind kind, int table, String detail) {
        expectOfChunks(kind, table, chunkTable(table).id(), detail, 1);
    }

    /** The owner cannot retrieve the document, unless a migration will move it. */
    void expectLost(Document document, String detail) {
        if (!document.toMove()) {
            expectOfDocuments(
                    FindingKind.USER_CANNOT_RETRIEVE,
                    IdFaults.column(schema().documents().user()),
                    detail,
                    1);
        }
    }

    /** An old id leads nowhere, if one led to the document. */
    void expectDeadAlias(Document document) {
        if (document.aliased()) {
            expectOfId(FindingKind.ALIAS_DEAD, "");
        }
    }

    /** An old id leads nowhere, if one led to the chunk. */
    void expectDeadAlias(Document document, Chunk chunk) {
        if (document.aliased()) {
            expectOfChunkId(FindingKind.ALIAS_DEAD, chunk.table(), "");
        }
    }

    ChunkTable chunkTable(int table) {
        return schema().chunks().get(table);
    }

    /** All rows by table and chunk, flat. */
    static List<Chunk> flat(Document document) {
        List<Chunk> all = new ArrayList<>();
        document.chunks().forEach(all::addAll);
        return all;
    }
}
