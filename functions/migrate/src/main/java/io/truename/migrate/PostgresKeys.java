// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import io.truename.corpus.mapping.QualifiedName;
import io.truename.migrate.http.Keys;
import io.truename.postgres.Database;
import io.truename.postgres.rekeying.alias.KeyStore;
import java.util.Optional;
import java.util.UUID;

/** Looks keys and true ids up in the records of runs. */
record PostgresKeys(Database database, KeyStore store) implements Keys {
    @Override
    public Optional<UUID> trueId(QualifiedName table, String key) {
        return database.with(session -> store.trueId(session, table, key));
    }

    @Override
    public Optional<String> key(QualifiedName table, UUID trueId) {
        return database.with(session -> store.key(session, table, trueId));
    }
}
