// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit.rename;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Consumer of the topic of renames, for a store that is a set of names. It has the effect of each pair once, in whatever order and however
 * often messages come. README of {@code functions/migrate} shows {@link #take}; a test compares the two. Not thread-safe.
 */
public final class RenameConsumer {
    /** Pair of names, as a message has it. */
    public record Pair(
            String from, String to, boolean merged, boolean forward, long position, long fromAfter, long toAfter) {
        /** Reads the data of a message. */
        public static Pair of(JsonNode data) {
            return new Pair(
                    data.path("from").asText(),
                    data.path("to").asText(),
                    data.path("merged").asBoolean(),
                    data.path("direction").asText().equals("FORWARD"),
                    data.path("position").asLong(),
                    data.path("fromAfter").asLong(),
                    data.path("toAfter").asLong());
        }
    }

    private final Set<String> names;
    private final Map<String, Long> applied = new HashMap<>();
    private int duplicates;
    private int early;
    private int effects;

    /** A store with these names. */
    public RenameConsumer(Collection<String> names) {
        this.names = new TreeSet<>(names);
    }

    // begin README
    /** Takes a message; whether to acknowledge it. */
    public boolean take(Pair pair) {
        if (applied(pair.from) >= pair.position) {
            duplicates++;
            return true;
        }
        if (applied(pair.from) < pair.fromAfter || applied(pair.to) < pair.toAfter) {
            early++;
            return false; // another pair comes first: Pub/Sub delivers this one again
        }
        rename(pair);
        applied.put(pair.from, pair.position); // with a database: in the transaction of the change
        applied.put(pair.to, pair.position);
        return true;
    }

    private long applied(String name) {
        return applied.getOrDefault(name, 0L);
    }
    // end README

    private void rename(Pair pair) {
        if (!names.contains(pair.from) || names.contains(pair.to) != (pair.merged && pair.forward)) {
            throw new AssertionError("a pair that does not fit: " + pair);
        }
        if (!pair.merged || pair.forward) {
            names.remove(pair.from);
        }
        names.add(pair.to);
        effects++;
    }

    /** Names in the store. */
    public Set<String> names() {
        return Set.copyOf(names);
    }

    /** Messages whose pair had been applied before. */
    public int duplicates() {
        return duplicates;
    }

    /** Messages that came before one on which they depend. */
    public int early() {
        return early;
    }

    /** Pairs that were applied. */
    public int effects() {
        return effects;
    }
}
