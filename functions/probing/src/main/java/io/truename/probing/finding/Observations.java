// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.finding;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Counts the rows that a pass objects to, by cause. Memory is bounded: of each kind it keeps {@link #MOST_CAUSES} causes, those seen first,
 * and counts all others of a table and column as one. Can be put aside as a list and taken up again. Not thread-safe.
 */
public final class Observations {
    /** Maximum number of causes of one kind that are kept apart. */
    public static final int MOST_CAUSES = 100;

    private final Map<Cause, Tally> tallies = new LinkedHashMap<>();
    private final Map<FindingKind, Integer> causes = new EnumMap<>(FindingKind.class);
    private final Set<FindingKind> further = EnumSet.noneOf(FindingKind.class);
    private @Nullable Cause lastCause;
    private @Nullable Tally lastTally;

    /** Continues from earlier observations. */
    public Observations(Collection<Observation> sofar) {
        for (Observation observation : sofar) {
            Tally tally = tally(observation.cause());
            tally.count += observation.count();
            observation.samples().forEach(tally::sample);
        }
    }

    /** Begins with nothing. */
    public Observations() {
        this(List.of());
    }

    /** Counts a row. */
    public void add(Cause cause, String sample) {
        Tally tally = tally(cause);
        tally.count++;
        tally.sample(sample);
    }

    /** Counts a row whose id is the UUID of these bits; writes the text only if it is needed. */
    public void add(Cause cause, long mostSignificantBits, long leastSignificantBits) {
        Tally tally = tally(cause);
        tally.count++;
        if (tally.samples.size() < Observation.MOST_SAMPLES) {
            tally.sample(new UUID(mostSignificantBits, leastSignificantBits).toString());
        }
    }

    /** Counts several rows at once. */
    public void add(Observation observation) {
        Tally tally = tally(observation.cause());
        tally.count += observation.count();
        observation.samples().forEach(tally::sample);
    }

    /** All that was seen, in the order in which the causes were first seen. */
    public List<Observation> list() {
        List<Observation> list = new ArrayList<>(tallies.size());
        tallies.forEach((cause, tally) -> list.add(new Observation(cause, tally.count, tally.samples)));
        return List.copyOf(list);
    }

    /**
     * Whether every cause of a kind was kept apart. If not, a cause that is not listed may have been seen all the same, so that
     * the pass resolves nothing of this kind.
     */
    public boolean keptAllOf(FindingKind kind) {
        return !further.contains(kind);
    }

    /** Where every row has the same cause, looking it up would take longer than computing its id. */
    @SuppressWarnings("ReferenceEquality")
    private Tally tally(Cause cause) {
        Tally last = lastTally;
        if (last != null && cause == lastCause) {
            return last;
        }
        Tally found = find(cause);
        lastCause = cause;
        lastTally = found;
        return found;
    }

    private Tally find(Cause cause) {
        Tally known = tallies.get(cause);
        if (known != null) {
            return known;
        }
        FindingKind kind = cause.kind();
        if (cause.isFurther()) {
            further.add(kind);
        } else if (causes.merge(kind, 1, Integer::sum) > MOST_CAUSES) {
            causes.put(kind, MOST_CAUSES);
            return find(cause.further());
        }
        Tally tally = new Tally();
        tallies.put(cause, tally);
        return tally;
    }

    private static final class Tally {
        private final List<String> samples = new ArrayList<>(Observation.MOST_SAMPLES);
        private long count;

        private void sample(String id) {
            if (samples.size() < Observation.MOST_SAMPLES) {
                String cut = id.length() > Observation.MOST_SAMPLE_CHARACTERS
                        ? id.substring(0, Observation.MOST_SAMPLE_CHARACTERS)
                        : id;
                if (!samples.contains(cut)) {
                    samples.add(cut);
                }
            }
        }
    }
}
