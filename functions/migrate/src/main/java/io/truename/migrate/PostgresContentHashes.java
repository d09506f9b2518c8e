// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import io.truename.corpus.mapping.MappingReader;
import io.truename.edge.corpus.CorpusSettings;
import io.truename.migrate.http.ContentHashes;
import io.truename.postgres.Database;
import io.truename.postgres.Page;
import io.truename.postgres.corpus.imported.ImportOptions;
import io.truename.postgres.corpus.imported.ImportOptions.OnConflict;
import io.truename.postgres.corpus.imported.ImportedHashStore;
import io.truename.postgres.corpus.imported.ImportedHashStore.ImportedHash;
import io.truename.postgres.rekeying.run.RunStore;
import io.truename.postgres.rekeying.run.RunView;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Imported hashes in PostgreSQL. */
final class PostgresContentHashes implements ContentHashes {
    private final Database database;
    private final CorpusSettings settings;
    private final RunStore runs;
    private final Clock clock;
    private final ImportedHashStore store = new ImportedHashStore();

    PostgresContentHashes(Database database, CorpusSettings settings, RunStore runs, Clock clock) {
        this.database = database;
        this.settings = settings;
        this.runs = runs;
        this.clock = clock;
    }

    @Override
    public Import begin(OnConflict onConflict) {
        ImportOptions options = new ImportOptions(onConflict, keysAreIds());
        return pairs -> database.with(session -> store.store(session, pairs, options));
    }

    /** Whether the mapping, or that of the run under way, looks hashes up by ids that move. Lists may come before any mapping. */
    private boolean keysAreIds() {
        boolean mapped = settings.mapping().isPresent()
                && MappingReader.read(settings.requireMapping()).documents().importsById();
        return mapped
                || runs.underWay()
                        .flatMap(runs::find)
                        .map(RunView::mapping)
                        .filter(mapping ->
                                MappingReader.read(mapping).documents().importsById())
                        .isPresent();
    }

    @Override
    public ImportedHashStore.Counts counts() {
        return database.with(store::counts);
    }

    @Override
    public Page<ImportedHash> conflicts(int limit, Optional<String> after) {
        return database.with(session -> store.conflicts(session, limit, after));
    }

    @Override
    public Optional<ImportedHash> find(String key) {
        return database.with(session -> store.find(session, key));
    }

    @Override
    public Optional<UUID> runUnderWay() {
        return runs.underWay();
    }

    @Override
    public boolean delete(String key) {
        return database.<Boolean>with(session -> store.delete(session, key));
    }

    @Override
    public ImportedHashStore.Deleted deleteAll(Instant deadline) {
        return database.with(
                session -> store.deleteAll(session, () -> clock.instant().isBefore(deadline)));
    }
}
