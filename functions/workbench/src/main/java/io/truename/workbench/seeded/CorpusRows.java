// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.seeded;

import java.util.List;
import java.util.UUID;

/**
 * Documents of a corpus with their chunks, in the order of their ids.
 *
 * @param documents all of them
 */
record CorpusRows(List<Document> documents) {
    CorpusRows {
        documents = List.copyOf(documents);
    }

    /**
     * Document as it is stored.
     *
     * @param id as the column writes it
     * @param toMove whether a migration that is not ended will move it
     * @param aliased whether an old id leads to it
     * @param chunks by table, in order
     */
    record Document(
            String id,
            WrongIds.Document names,
            String status,
            boolean isTrue,
            boolean toMove,
            boolean aliased,
            List<List<Chunk>> chunks) {
        Document {
            chunks = List.copyOf(chunks);
        }

        UUID uuid() {
            return UUID.fromString(id);
        }

        boolean hasChunks() {
            return chunks.stream().anyMatch(of -> !of.isEmpty());
        }

        /** A document of random id that nobody will move counts for nothing here: its findings would change with it. */
        boolean isQuiet() {
            return isTrue || toMove;
        }
    }

    /** Chunk as it is stored. */
    record Chunk(int table, String id, String document, String chunker, String version, long ordinal) {
        WrongIds.Chunk names(Document of) {
            return new WrongIds.Chunk(of.uuid().toString(), of.names().hash(), chunker, version, ordinal);
        }
    }
}
