// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import io.truename.corpus.schema.TableName;
import java.util.List;
import java.util.Optional;

/**
 * Hints of the caller who asks for a proposal.
 *
 * @param schemas schemas to look into; empty for all
 * @param documents the table of documents, if it is known
 * @param chunks the tables of chunks; empty if they are to be found
 */
public record Hints(List<String> schemas, Optional<TableName> documents, List<TableName> chunks) {
    /** No hints. */
    public static final Hints NONE = new Hints(List.of(), Optional.empty(), List.of());

    public Hints {
        schemas = List.copyOf(schemas);
        chunks = List.copyOf(chunks);
    }
}
