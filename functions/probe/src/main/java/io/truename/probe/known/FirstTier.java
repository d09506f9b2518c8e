// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.known;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.truename.identity.DocumentName;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers in this instance's memory, bounded in number; which ones stay is Caffeine's choice by how often and how lately they were asked
 * for. Expiry here only frees room: whether an answer may be used is for its version and its age to say. An answer "stored" stays for a
 * while after that, so that the next reading tells whether it was still right.
 */
final class FirstTier {
    private static final Duration KEPT = Bounds.LONGEST_REMOVAL.multipliedBy(2);

    private final Cache<DocumentName, Entry> cache;
    private final LongAdder evicted = new LongAdder();

    FirstTier(Duration absent, long most, LongSupplier nanos) {
        Duration stored = absent.compareTo(KEPT) > 0 ? absent : KEPT;
        this.cache = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfter(Expiry.writing((DocumentName name, Entry entry) -> entry.stored() ? stored : absent))
                .ticker(nanos::getAsLong)
                // Between requests an instance has no processor, so upkeep is done by the request that causes it.
                .executor(Runnable::run)
                .evictionListener((name, entry, cause) -> {
                    if (cause == RemovalCause.SIZE) {
                        evicted.increment();
                    }
                })
                .build();
    }

    /** An answer that holds for a request; null if there is none. Null instead of an Optional, because this is all that most calls do. */
    @Nullable
    Entry find(DocumentName name, String version, Bounds bounds, long arrived) {
        Entry entry = cache.getIfPresent(name);
        return entry != null && entry.version().equals(version) && bounds.allow(entry, arrived) ? entry : null;
    }

    /** Puts an answer; returns the one that was there. */
    @Nullable
    Entry put(DocumentName name, Entry entry) {
        return cache.asMap().put(name, entry);
    }

    void remove(DocumentName name) {
        cache.invalidate(name);
    }

    void clear() {
        cache.invalidateAll();
    }

    long size() {
        return cache.estimatedSize();
    }

    long evicted() {
        return evicted.sum();
    }

    void most(long most) {
        cache.policy().eviction().orElseThrow().setMaximum(most);
    }
}
