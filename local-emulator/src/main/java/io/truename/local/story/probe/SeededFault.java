// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.probe;

import java.util.Set;

/**
 * Fault of one row, which makes the finding of one kind; a wrong id brings others along. Each breaks another
 * document, so that no fault hides another.
 *
 * <p>The statements take the id of the document. {@code BREAK} must change exactly one row.
 */
enum SeededFault implements Fault {
    RANDOM_ID("id.random", "a random chunk id", "chunk_id = gen_random_uuid()"),
    WRONG_RECIPE("id.wrong-recipe", "a chunk id by MD5", """
            chunk_id = md5(decode('6c8a1e6e1f0b4aa89f0a1a7c2e6f2b42', 'hex') || convert_to(document_id || ':' || chunker_name || ':'
              || chunker_version || ':' || chunk_ord, 'UTF8'))::uuid"""),
    ORDINAL_GAP("ordinal.gap", "a missing chunk", "chunk_ord = chunk_ord + 100000"),
    ZERO_VECTOR("embedding.zero", "a vector of zeros", "embedding = ARRAY[0, 0, 0]::real[]"),
    NOT_A_NUMBER("embedding.not-a-number", "a vector with NaN", "embedding = ARRAY['NaN', 0, 1]::real[]"),
    DIMENSION("embedding.dimension", "a vector of another dimension", "embedding = ARRAY[1, 2]::real[]");

    /** Kinds of findings that follow from a wrong id: neither its owner nor an alias of a migration finds the chunk. */
    private static final Set<String> OF_WRONG_IDS = Set.of("user.cannot-retrieve", "alias.dead");

    private final String kind;
    private final String words;
    private final String change;

    SeededFault(String kind, String words, String change) {
        this.kind = kind;
        this.words = words;
        this.change = change;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public boolean makes(String found) {
        return found.equals(kind) || (kind.startsWith("id.") && OF_WRONG_IDS.contains(found));
    }

    @Override
    public String words() {
        return words;
    }

    /** Statement that breaks the second chunk of a document, which no other table refers to. */
    String sql() {
        return "UPDATE upload_pipeline.document_chunks SET " + change
                + " WHERE document_id = ? AND chunk_ord = 1 RETURNING chunk_id";
    }
}
