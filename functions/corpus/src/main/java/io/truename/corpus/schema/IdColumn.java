// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.schema;

import io.truename.corpus.mapping.JsonPath;
import io.truename.corpus.mapping.ReferencePattern;
import java.util.Optional;

/**
 * A column whose values are ids of one space, so that they change with them: the id column itself, every column that a
 * foreign key ties to one, and every declared soft reference.
 *
 * @param space 0 = documents, 1 = the first entry of the mapping's chunks, and so on
 * @param form of TEXT, TEXT_ARRAY and JSONB without a pattern; LOWER for the others
 * @param pattern text around the id in TEXT, TEXT_ARRAY and JSONB; of WITHIN the form of ids
 * @param indexed whether an index finds its rows by id: false means that each batch reads the whole table
 */
public record IdColumn(
        Column column,
        int space,
        IdType type,
        TextForm form,
        Origin origin,
        Optional<JsonPath> path,
        Optional<ReferencePattern> pattern,
        boolean indexed) {
    /** A column whose ids have no text around them. */
    public IdColumn(
            Column column,
            int space,
            IdType type,
            TextForm form,
            Origin origin,
            Optional<JsonPath> path,
            boolean indexed) {
        this(column, space, type, form, origin, path, Optional.empty(), indexed);
    }

    /** The same column, of which it is known whether an index finds its rows by id. */
    public IdColumn indexed(boolean isIndexed) {
        return new IdColumn(column, space, type, form, origin, path, pattern, isIndexed);
    }

    /** Why a column carries ids. */
    public enum Origin {
        /** It is the id column that the mapping names. */
        ID,
        FOREIGN_KEY,
        /** The mapping's {@code chunks[].document} without a foreign key, or a soft reference. */
        DECLARED
    }
}
