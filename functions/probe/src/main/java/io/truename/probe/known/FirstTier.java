// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.known;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.truename.identity.DocumentName;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Answers in this instance's memory, bounded in number; which ones stay is Caffeine's choice by how often they are asked for. */
final class FirstTier {
    private final Cache<DocumentName, Entry> cache;
    private final Bounds bounds;
    private final LongAdder evicted = new LongAdder();

    FirstTier(Bounds bounds, long most, LongSupplier nanos) {
        this.bounds = bounds;
        this.cache = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfter(Expiry.writing(
                        (DocumentName name, Entry entry) -> entry.stored() ? bounds.removal() : bounds.change()))
                .ticker(nanos::getAsLong)
                // Between requests an instance has no processor, so upkeep is done by the request that causes it.
                .executor(Runnable::run)
                .evictionListener((name, entry, cause) -> {
                    if (cause == com.github.benmanes.caffeine.cache.RemovalCause.SIZE) {
                        evicted.increment();
                    }
                })
                .build();
    }

    /** An answer that holds for a request; null if there is none. Null instead of an Optional, because this is all that most calls do. */
    @Nullable
    Entry find(DocumentName name, String version, long arrived) {
        Entry entry = cache.getIfPresent(name);
        return entry != null && entry.version().equals(version) && bounds.allow(entry, arrived) ? entry : null;
    }

    void put(DocumentName name, Entry entry) {
        cache.put(name, entry);
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

    long most() {
        return cache.policy().eviction().orElseThrow().getMaximum();
    }

    void most(long most) {
        cache.policy().eviction().orElseThrow().setMaximum(most);
    }
}
