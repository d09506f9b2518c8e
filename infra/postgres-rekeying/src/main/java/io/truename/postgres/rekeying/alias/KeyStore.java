// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.alias;

import io.truename.corpus.mapping.QualifiedName;
import io.truename.postgres.Session;
import java.util.Optional;
import java.util.UUID;

/**
 * Store of keys and the true ids beside them, by the rules of {@code truename.true_id_of} and {@code truename.key_of}. A table without a
 * schema is looked up on the search path.
 */
public final class KeyStore {
    private static final String TABLE = "to_regclass(CAST($1 AS text))";

    /** Finds the true id of the row of a table that has the key; empty if no run has named such a row. */
    public Optional<UUID> trueId(Session session, QualifiedName table, String key) {
        return session.one(
                "SELECT truename.true_id_of(" + TABLE + ", $2) AS found",
                row -> row.find("found", UUID.class),
                table.toString(),
                key);
    }

    /** Finds the key of the row of a table that has the true id, or had it before a rollback; empty if no run has named such a row. */
    public Optional<String> key(Session session, QualifiedName table, UUID trueId) {
        return session.one(
                "SELECT truename.key_of(" + TABLE + ", $2) AS found",
                row -> row.find("found", String.class),
                table.toString(),
                trueId);
    }
}
