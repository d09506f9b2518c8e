// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.known;

import io.truename.identity.DocumentName;
import io.truename.postgres.SqlException;
import io.truename.postgres.probing.known.CorpusVersion;
import io.truename.postgres.probing.known.LookUpIndex;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** A corpus in memory, which counts what it is asked. */
final class FakeDocuments implements StoredDocuments {
    final Map<DocumentName, UUID> stored = new ConcurrentHashMap<>();
    final AtomicInteger reads = new AtomicInteger();
    final AtomicInteger versions = new AtomicInteger();
    final List<DocumentName> newest = new ArrayList<>();
    volatile String version = "v0";
    volatile boolean down;
    volatile Runnable whileReading = () -> {};
    private final LongSupplier micros;

    FakeDocuments(LongSupplier micros) {
        this.micros = micros;
    }

    /** What a batch of a migration does: ids change, and with them the version. */
    void migrate() {
        stored.replaceAll((name, id) -> UUID.randomUUID());
        version = UUID.randomUUID().toString();
    }

    @Override
    public CorpusVersion version() {
        answer();
        versions.incrementAndGet();
        return new CorpusVersion(version, micros.getAsLong());
    }

    @Override
    public Map<DocumentName, UUID> find(Collection<DocumentName> names) {
        answer();
        reads.incrementAndGet();
        Map<DocumentName, UUID> found = new HashMap<>(stored);
        found.keySet().retainAll(names);
        whileReading.run();
        return found;
    }

    @Override
    public void beginNextEpoch() {
        answer();
        version = UUID.randomUUID().toString();
    }

    @Override
    public List<DocumentName> newest(int most) {
        answer();
        return newest.subList(0, Math.min(most, newest.size()));
    }

    @Override
    public LookUpIndex index() {
        return new LookUpIndex(LookUpIndex.Coverage.BOTH, Optional.of("documents_known"), Optional.empty());
    }

    private void answer() {
        if (down) {
            throw new SqlException("08006", "The database is down.", new IllegalStateException());
        }
    }
}
