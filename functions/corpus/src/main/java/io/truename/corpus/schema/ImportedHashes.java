// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.schema;

/** Table of imported content hashes, in our own schema. Where it is keyed by ids of documents, a migration moves its rows, too. */
public final class ImportedHashes {
    public static final TableName TABLE = new TableName("truename", "content_hash");

    /** Column of the keys. */
    public static final String KEY = "key";

    /** Column of the other hash that a later import had for the key; empty unless the two are in conflict. */
    public static final String REFUSED = "refused";

    private ImportedHashes() {}
}
