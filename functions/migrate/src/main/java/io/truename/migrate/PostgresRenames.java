// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import io.truename.corpus.mapping.MappingException;
import io.truename.edge.corpus.NotSetUpException;
import io.truename.migrate.http.Renames;
import io.truename.postgres.Database;
import io.truename.postgres.rekeying.rename.RenameCursor;
import io.truename.postgres.rekeying.rename.RenameStore;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Outbox of renames in PostgreSQL. */
final class PostgresRenames implements Renames {
    private final Database database;
    private final PostgresCorpus corpus;
    private final Clock clock;
    private final RenameStore store = new RenameStore();

    PostgresRenames(Database database, PostgresCorpus corpus, Clock clock) {
        this.database = database;
        this.corpus = corpus;
        this.clock = clock;
    }

    @Override
    public List<RenameStore.Rename> list(String name, RenameCursor after, int limit) {
        return database.with(session -> store.list(session, name, after, limit));
    }

    @Override
    public boolean isOfAnotherServer(RenameCursor place) {
        return database.with(session -> store.isOfAnotherServer(session, place));
    }

    @Override
    public boolean isStore(String name) {
        return database.with(session -> store.isStore(session, name)) || isMapped(name);
    }

    private boolean isMapped(String name) {
        try {
            return corpus.mapping().external().stream()
                    .anyMatch(external -> external.store().equals(name));
        } catch (MappingException | NotSetUpException unreadable) {
            // Pairs of a finished run are read and acknowledged without a mapping.
            return false;
        }
    }

    @Override
    public List<RenameStore.Pending> pending() {
        return database.with(store::pending);
    }

    @Override
    public Optional<RenameStore.Acknowledged> acknowledge(String name, RenameCursor until, Instant deadline) {
        return database.with(session ->
                store.acknowledge(session, name, until, () -> clock.instant().isBefore(deadline)));
    }
}
