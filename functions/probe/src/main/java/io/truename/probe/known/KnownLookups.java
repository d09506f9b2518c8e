// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.known;

import io.truename.identity.DocumentName;
import io.truename.postgres.SqlException;
import io.truename.postgres.probing.known.CorpusVersion;
import io.truename.postgres.probing.known.LookUpIndex;
import io.truename.probe.known.Freshness.Checked;
import io.truename.probe.known.SharedAnswers.Shared;
import io.truename.redis.SharedState;
import io.truename.redis.SharedValues;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Look-ups of documents by owner and content: from memory, else from the store that instances share, else from the database.
 *
 * <p>Every answer keeps the {@link Bounds}. Each request first makes sure of the corpus's version, which it reads at most once in each
 * bound; an answer of another version is not used, wherever it was kept. An answer "not stored" is not used when it is older than the
 * bound. So no message has to arrive for an answer to be right; messages only make it right sooner. While the database does not answer,
 * what is known to be stored is still said, with the time until which that is known to hold; nothing is said to be absent. Thread-safe.
 *
 * <p>Long, because one answer passes through memory, store and database under one version.
 */
public final class KnownLookups {
    private final StoredDocuments documents;
    private final SharedValues store;
    private final SharedAnswers shared;
    private final Bounds first;
    private final LongSupplier nanos;
    private final Freshness freshness;
    private final FirstTier memory;
    private final Flights flights;
    private final LookupCounters counters = new LookupCounters();
    private final AtomicBoolean warmed = new AtomicBoolean();
    private final AtomicLong reportedEvictions = new AtomicLong();
    private final Sizing sizing;
    private final Tuner tuner;

    /**
     * Creates look-ups without asking anything.
     *
     * @param scope tells corpora apart that share a store; without colons
     * @param change how long a change may be missing in answers
     * @param nanos {@link System#nanoTime}
     */
    public KnownLookups(
            StoredDocuments documents,
            SharedValues store,
            String scope,
            Duration change,
            Sizing sizing,
            LongSupplier nanos) {
        this.documents = documents;
        this.store = store;
        this.shared = new SharedAnswers(scope);
        this.first = Bounds.of(change);
        this.sizing = sizing;
        this.nanos = nanos;
        this.freshness = new Freshness(this::version, change, nanos);
        this.memory = new FirstTier(change, sizing.entries(), nanos);
        this.flights = new Flights(change, nanos);
        this.tuner =
                new Tuner(Tuning.first(sizing.entries(), first.removal()), sizing.most(), change, nanos.getAsLong());
    }

    /**
     * Sizes of the memory.
     *
     * @param entries answers at the start
     * @param most answers that the heap has room for
     * @param warmUp number of the newest documents that the first request reads
     */
    public record Sizing(long entries, long most, int warmUp) {
        /** Bytes of an answer in memory, with its name and the overhead of Caffeine; measured as 450 and rounded up. */
        private static final long BYTES = 600;

        /** Share of the heap that answers may take. */
        private static final long PART = 10;

        /** The usual sizes, within a tenth of the heap. */
        public static Sizing ofHeap(long bytes) {
            long most = Math.max(Tuning.LEAST_ENTRIES, bytes / PART / BYTES);
            return new Sizing(Math.min(most, 10_000), most, 1_000);
        }
    }

    /**
     * Answers of a request.
     *
     * @param ids by name, for each name that was asked; empty for one that is not stored
     * @param asOf while the database does not answer, the time until which the ids are known to hold; otherwise empty
     * @param memory number of answers from memory
     * @param store number of answers from the shared store
     * @param database number of answers from the database
     * @param storeDown number of documents that the shared store was to answer for, and did not
     * @param evicted number of answers that this instance forgot for lack of room since an earlier request said so
     */
    public record Answers(
            Map<DocumentName, Optional<UUID>> ids,
            Optional<Instant> asOf,
            int memory,
            int store,
            int database,
            int storeDown,
            long evicted) {}

    /**
     * Looks documents up.
     *
     * @throws SqlException if the database does not answer, and one of the names is not known to be stored
     * @throws io.truename.edge.corpus.NotSetUpException if the mapping is missing or does not fit
     */
    public Answers find(Collection<DocumentName> names) {
        long arrived = nanos.getAsLong();
        Checked checked;
        try {
            checked = freshness.at(arrived);
        } catch (SqlException unreachable) {
            return known(new LinkedHashSet<>(names), arrived, unreachable);
        }
        warmUp(checked);
        Bounds bounds = bounds();
        if (names.size() == 1) {
            // The call that has to be fast needs no collections.
            DocumentName name = names.iterator().next();
            Entry entry = memory.find(name, checked.version(), bounds, arrived);
            if (entry != null) {
                counters.answered(1, 0, 0, entry.stored() ? 0 : 1);
                return new Answers(Map.of(name, entry.id()), Optional.empty(), 1, 0, 0, 0, 0);
            }
        }
        Set<DocumentName> asked = new LinkedHashSet<>(names);
        Map<DocumentName, Entry> found = new HashMap<>(2 * asked.size());
        List<DocumentName> missing = new ArrayList<>();
        for (DocumentName name : asked) {
            Entry entry = memory.find(name, checked.version(), bounds, arrived);
            if (entry == null) {
                missing.add(name);
            } else {
                found.put(name, entry);
            }
        }
        int fromMemory = found.size();
        int storeDown = 0;
        if (!missing.isEmpty()) {
            found.putAll(fromStore(missing, checked, arrived));
            storeDown = storeDown(missing.size());
            missing.removeIf(found::containsKey);
        }
        int fromStore = found.size() - fromMemory;
        if (!missing.isEmpty()) {
            found.putAll(flights.read(missing, arrived, mine -> read(mine, checked)));
        }
        int absent =
                (int) found.values().stream().filter(entry -> !entry.stored()).count();
        counters.answered(fromMemory, fromStore, missing.size(), absent);
        tune(arrived);
        return new Answers(
                ids(found), Optional.empty(), fromMemory, fromStore, missing.size(), storeDown, newlyEvicted());
    }

    /**
     * Result of a warming.
     *
     * @param documents that were read
     * @param shared whether other instances get their answers, too
     * @param current whether the corpus was the same at the end; if not, no answer is of use
     */
    public record Warming(int documents, boolean shared, boolean current) {}

    /**
     * Reads the newest documents into memory and the shared store, at most as many as the memory has room for. Their answers hold as
     * long as others, so a call that comes again keeps them.
     *
     * @throws SqlException if the database does not answer
     */
    public Warming warm(int most) {
        Checked checked = freshness.at(nanos.getAsLong());
        List<DocumentName> newest =
                documents.newest((int) Math.min(most, tuner.tuning().most()));
        if (!newest.isEmpty()) {
            read(newest, checked);
        }
        counters.warmed(newest.size());
        SharedState state = store.state();
        return new Warming(
                newest.size(),
                state.configured() && state.reachable(),
                version().text().equals(checked.version()));
    }

    /** Documents were stored: answers about them are forgotten here and in the shared store; other instances keep their bound. */
    public void stored(Collection<DocumentName> names) {
        names.forEach(memory::remove);
        store.remove(names.stream().map(shared::key).toList());
        counters.announced(names.size());
    }

    /**
     * Documents were removed, or any may have changed: every instance forgets everything within its bound, this one at once.
     *
     * @throws SqlException if the database does not answer
     */
    public void changed() {
        documents.beginNextEpoch();
        memory.clear();
        freshness.forget();
        counters.epochBegun();
    }

    private Bounds bounds() {
        return new Bounds(first.change(), tuner.tuning().removal());
    }

    /** How many of the documents that the store was just asked for it did not answer for. */
    private int storeDown(int asked) {
        SharedState state = store.state();
        return state.configured() && !state.reachable() ? asked : 0;
    }

    private long newlyEvicted() {
        long now = memory.evicted();
        return Math.max(0, now - reportedEvictions.getAndAccumulate(now, Math::max));
    }

    private void tune(long now) {
        if (tuner.isDue(counters.answers(), now)) {
            memory.most(tuner.tune(counters.answers(), memory.evicted(), memory.size(), now)
                    .most());
        }
    }

    /** Figures about the look-ups of this instance. */
    public LookupFigures figures() {
        return counters.figures(memory, flights, store.state(), first.change(), tuner.tuning(), sizing.most());
    }

    /** The index that look-ups in the database use. */
    public LookUpIndex index() {
        return documents.index();
    }

    private CorpusVersion version() {
        counters.versionRead();
        return documents.version();
    }

    private Map<DocumentName, Entry> fromStore(List<DocumentName> names, Checked checked, long arrived) {
        Map<String, DocumentName> byKey = new HashMap<>(2 * names.size());
        names.forEach(name -> byKey.put(shared.key(name), name));
        Map<DocumentName, Entry> found = new HashMap<>();
        store.find(byKey.keySet()).forEach((key, value) -> {
            DocumentName name = byKey.get(key);
            Optional<Shared> read = name == null ? Optional.empty() : SharedAnswers.read(key, value);
            if (name == null || read.isEmpty()) {
                counters.corrupt();
                return;
            }
            Entry entry = entry(read.get(), checked, arrived);
            if (entry.version().equals(checked.version()) && bounds().allow(entry, arrived)) {
                found.put(name, entry);
                memory.put(name, entry);
            } else {
                counters.stale();
            }
        });
        return found;
    }

    /** A shared answer by this instance's clock: not older than the greatest age that the database's clock allows. */
    private static Entry entry(Shared answer, Checked checked, long arrived) {
        long age = Math.max(0, checked.latestMicros(arrived) - answer.micros());
        return new Entry(
                answer.id(),
                answer.version(),
                arrived - Duration.ofNanos(age * 1_000).toNanos());
    }

    private Map<DocumentName, Entry> read(List<DocumentName> names, Checked checked) {
        Map<DocumentName, Entry> read = new HashMap<>(2 * names.size());
        for (int from = 0; from < names.size(); from += StoredDocuments.MOST_NAMES) {
            List<DocumentName> part = names.subList(from, Math.min(names.size(), from + StoredDocuments.MOST_NAMES));
            long begun = nanos.getAsLong();
            Map<DocumentName, UUID> ids = documents.find(part);
            counters.databaseRead(nanos.getAsLong() - begun);
            for (DocumentName name : part) {
                read.put(name, new Entry(Optional.ofNullable(ids.get(name)), checked.version(), begun));
            }
        }
        Bounds bounds = bounds();
        read.forEach((name, entry) -> compare(memory.put(name, entry), entry, bounds));
        share(read, checked);
        return read;
    }

    /** Tells the tuner whether an answer that was read again for its age was still right. */
    private void compare(@Nullable Entry before, Entry now, Bounds bounds) {
        if (before != null
                && before.stored()
                && before.version().equals(now.version())
                && !bounds.allow(before, now.readAt())) {
            tuner.readAgain(before.id().equals(now.id()), now.readAt() - before.readAt());
        }
    }

    private void share(Map<DocumentName, Entry> entries, Checked checked) {
        Map<String, String> stored = new HashMap<>();
        Map<String, String> absent = new HashMap<>();
        entries.forEach((name, entry) -> {
            String key = shared.key(name);
            String value =
                    shared.value(key, new Shared(entry.id(), entry.version(), checked.earliestMicros(entry.readAt())));
            (entry.stored() ? stored : absent).put(key, value);
        });
        // Instances that have seen more of the corpus may believe an answer for longer than this one; each checks its
        // age.
        store.put(stored, Bounds.LONGEST_REMOVAL);
        store.put(absent, first.change());
    }

    private void warmUp(Checked checked) {
        if (sizing.warmUp() > 0 && warmed.compareAndSet(false, true)) {
            try {
                List<DocumentName> newest = documents.newest(sizing.warmUp());
                if (!newest.isEmpty()) {
                    read(newest, checked);
                }
                counters.warmed(newest.size());
            } catch (SqlException failed) {
                // The next look-up says so, if the database is still not there.
                counters.warmed(0);
            }
        }
    }

    /** Answers while the database cannot be asked: only if each document is known to be stored. */
    private Answers known(Set<DocumentName> asked, long arrived, SqlException unreachable) {
        Checked last = freshness.last().orElseThrow(() -> unreachable);
        Bounds bounds = bounds();
        Map<DocumentName, Entry> found = new HashMap<>();
        List<DocumentName> missing = new ArrayList<>();
        for (DocumentName name : asked) {
            Entry entry = memory.find(name, last.version(), bounds, arrived);
            if (entry == null) {
                missing.add(name);
            } else {
                found.put(name, entry);
            }
        }
        int fromMemory = found.size();
        int storeDown = 0;
        if (!missing.isEmpty()) {
            found.putAll(fromStore(missing, last, arrived));
            storeDown = storeDown(missing.size());
        }
        if (found.size() < asked.size() || found.values().stream().anyMatch(entry -> !entry.stored())) {
            counters.unanswered();
            throw unreachable;
        }
        counters.answered(fromMemory, found.size() - fromMemory, 0, 0);
        return new Answers(
                ids(found), Optional.of(last.instant()), fromMemory, found.size() - fromMemory, 0, storeDown, 0);
    }

    private static Map<DocumentName, Optional<UUID>> ids(Map<DocumentName, Entry> entries) {
        Map<DocumentName, Optional<UUID>> ids = new HashMap<>(2 * entries.size());
        entries.forEach((name, entry) -> ids.put(name, entry.id()));
        return ids;
    }
}
