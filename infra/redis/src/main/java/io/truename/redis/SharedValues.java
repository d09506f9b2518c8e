// SPDX-License-Identifier: Apache-2.0
package io.truename.redis;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;

/**
 * Port to short texts that the instances of a function share. A store may forget any of them at any time and may be out of reach, so
 * nothing here throws: a value that cannot be read is absent. Callers must not believe a value more than they can check it. Safe for
 * several threads.
 */
public interface SharedValues extends AutoCloseable {
    /** Where no store is set up. */
    SharedValues NONE = new SharedValues() {
        @Override
        public Map<String, String> find(Collection<String> keys) {
            return Map.of();
        }

        @Override
        public void put(Map<String, String> values, Duration lifetime) {}

        @Override
        public void remove(Collection<String> keys) {}

        @Override
        public SharedState state() {
            return new SharedState(false, false, 0, 0, 0);
        }

        @Override
        public void close() {}
    };

    /** The values that are there, by key. */
    Map<String, String> find(Collection<String> keys);

    /** Writes values, which the store forgets after the lifetime or before. */
    void put(Map<String, String> values, Duration lifetime);

    /** Removes values. */
    void remove(Collection<String> keys);

    /** How the store does. */
    SharedState state();

    @Override
    void close();
}
