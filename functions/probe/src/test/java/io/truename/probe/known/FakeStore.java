// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.known;

import io.truename.redis.SharedState;
import io.truename.redis.SharedValues;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A store that forgets nothing by itself: readers must tell by what is written whether it still holds. */
final class FakeStore implements SharedValues {
    final Map<String, String> values = new ConcurrentHashMap<>();
    volatile boolean down;

    @Override
    public Map<String, String> find(Collection<String> keys) {
        Map<String, String> found = down ? new HashMap<>() : new HashMap<>(values);
        found.keySet().retainAll(keys);
        return found;
    }

    @Override
    public void put(Map<String, String> more, Duration lifetime) {
        values.putAll(more);
    }

    @Override
    public void remove(Collection<String> keys) {
        keys.forEach(values::remove);
    }

    @Override
    public SharedState state() {
        return new SharedState(true, !down, 0, 0, 0);
    }

    @Override
    public void close() {}
}
