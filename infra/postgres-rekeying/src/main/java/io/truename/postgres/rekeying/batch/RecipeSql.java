// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.batch;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema.DocumentTable;
import io.truename.corpus.schema.CorpusSchema.HashType;
import io.truename.postgres.SqlNames;

/** What the recipe reads, as text, whatever type the columns have. */
public final class RecipeSql {
    private RecipeSql() {}

    /** The user's id. */
    public static String user(DocumentTable documents, String alias) {
        return column(documents.user(), alias) + "::text";
    }

    /** The content hash in lower-case hex digits. */
    public static String contentHash(DocumentTable documents, String alias) {
        String column = column(documents.contentHash(), alias);
        return documents.hashType() == HashType.BYTEA ? "encode(" + column + ", 'hex')" : "lower(" + column + "::text)";
    }

    /** A column, qualified and quoted. */
    public static String column(Column column, String alias) {
        return alias + "." + SqlNames.quoted(column.name());
    }
}
