// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.mapping;

import io.truename.identity.Namespace;
import java.util.List;
import java.util.Optional;

/**
 * A corpus as the data engineer describes it: where documents and chunks are and which columns their recipe reads. Foreign
 * keys are not described: the database knows them.
 *
 * @param chunks empty when there are only documents
 */
public record Mapping(
        Namespace namespace, Documents documents, List<Chunks> chunks, List<SoftReference> softReferences) {
    public Mapping {
        chunks = List.copyOf(chunks);
        softReferences = List.copyOf(softReferences);
    }

    /** The table of documents. */
    public record Documents(
            WrittenName table,
            WrittenName id,
            WrittenName user,
            WrittenName contentHash,
            Optional<WrittenName> bytes,
            Optional<WrittenName> createdAt,
            Optional<WrittenName> status) {}

    /** A table of chunks. */
    public record Chunks(
            WrittenName table,
            WrittenName id,
            WrittenName document,
            WrittenName chunker,
            WrittenName chunkerVersion,
            WrittenName ordinal,
            Optional<WrittenName> embedding) {}

    /**
     * A column that holds ids without a foreign key.
     *
     * @param path where in a JSONB column; empty for a column that is an id or an array of ids
     * @param space 0 = ids of documents, 1 = ids of the first entry of chunks, and so on
     */
    public record SoftReference(WrittenName table, WrittenName column, Optional<JsonPath> path, int space) {}
}
