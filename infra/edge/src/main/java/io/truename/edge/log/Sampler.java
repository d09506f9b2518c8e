// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sampler of hot events. Of the lines of an event that agree in its keys, it lets the first {@value #EACH_SECOND} of a second
 * through. After a second with more it lets one line in {@value #SECONDS_BETWEEN} seconds through, until a second has no more
 * than {@value #EACH_SECOND}. The next line that is let through has the count and the totals of those left out before it. So the
 * sum of {@link LogEvent#COUNT} over all lines is the number of events. Thread-safe.
 *
 * <p>Keys should have declared values only; in any case the number of tallies is bounded.
 */
final class Sampler {
    /** The most lines of equal keys in a second before lines are left out. */
    static final int EACH_SECOND = 5;

    /** Seconds from one line to the next while there are more. */
    static final int SECONDS_BETWEEN = 20;

    /** Seconds after which totals that no line took along get a line of their own, with the next event of any kind. */
    static final int MOST_SECONDS_KEPT = 20;

    /** The most tallies; events beyond them are written as if nothing was sampled. */
    private static final int MOST_TALLIES = 1_000;

    /** Totals that belong to no event that is written. */
    record Rest(LogEvent event, Map<String, Object> keys, Taken counted) {}

    /**
     * Events that a line stands for.
     *
     * @param fields the count, and the sums by name
     */
    record Taken(Map<String, Object> fields) {
        static final Taken ONE = new Taken(Map.of(LogEvent.COUNT, 1L));
    }

    private final Map<Key, Tally> tallies = new ConcurrentHashMap<>();
    private final AtomicLong nextSweep;

    /**
     * A sampler.
     *
     * @param now the present second of a clock
     */
    Sampler(long now) {
        this.nextSweep = new AtomicLong(now + MOST_SECONDS_KEPT);
    }

    /**
     * Takes one event. Makes no map and no text, because most events end here.
     *
     * @param values of the keys
     * @param fields has those that are added up
     * @param must whether its line is written in any case
     * @param now the present second
     * @return what its line stands for; null if the line is left out
     */
    @Nullable
    Taken take(
            LogEvent event,
            LogEvent.Sampling sampling,
            @Nullable Object[] values,
            Map<String, ?> fields,
            boolean must,
            long now) {
        Key key = new Key(event.name(), values);
        Tally tally = tallies.get(key);
        if (tally == null) {
            if (tallies.size() >= MOST_TALLIES) {
                return Taken.ONE;
            }
            tally = tallies.computeIfAbsent(key, absent -> new Tally(event, sampling, values));
        }
        return tally.take(fields, must, now);
    }

    /** Whether it is time to ask for {@link #overdue}. */
    boolean isDue(long now) {
        return now >= nextSweep.get();
    }

    /** Totals that have waited for {@value #MOST_SECONDS_KEPT} seconds; looked for as often, by one caller. */
    List<Rest> overdue(long now) {
        long due = nextSweep.get();
        if (now < due || !nextSweep.compareAndSet(due, now + MOST_SECONDS_KEPT)) {
            return List.of();
        }
        return rests(now - MOST_SECONDS_KEPT);
    }

    /** All totals; none is left. */
    List<Rest> drain() {
        return rests(Long.MAX_VALUE);
    }

    private List<Rest> rests(long until) {
        List<Rest> rests = new ArrayList<>();
        for (Tally tally : tallies.values()) {
            tally.rest(until).ifPresent(rests::add);
        }
        return rests;
    }

    /** Values of an event's keys. */
    private static final class Key {
        private final String event;
        private final @Nullable Object[] values;
        private final int hash;

        Key(String event, @Nullable Object[] values) {
            this.event = event;
            this.values = values;
            this.hash = 31 * event.hashCode() + Arrays.hashCode(values);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && event.equals(key.event) && Arrays.equals(values, key.values);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** Events with equal keys. */
    private static final class Tally {
        private final LogEvent event;
        private final LogEvent.Sampling sampling;
        private final Map<String, Object> keys;
        /** Whether a key says that lines may be left out; null if another field does. */
        private final @Nullable Boolean hotKey;

        private final Totals totals;
        private long second = Long.MIN_VALUE;
        private int inSecond;
        private boolean busy;
        private long written = Long.MIN_VALUE;
        private long leftOut;
        private long leftOutSince;

        Tally(LogEvent event, LogEvent.Sampling sampling, @Nullable Object[] values) {
            this.event = event;
            this.sampling = sampling;
            this.keys = new LinkedHashMap<>();
            for (int i = 0; i < values.length; i++) {
                Object value = values[i];
                if (value != null) {
                    keys.put(sampling.keys().get(i), value);
                }
            }
            this.hotKey = keys.containsKey(sampling.hot()) ? sampling.mayLeaveOut(keys.get(sampling.hot())) : null;
            // Sums that the event does not have need not be looked for.
            Map<String, Set<String>> sums = new TreeMap<>();
            event.fields().forEach((name, field) -> {
                if (sampling.sums().contains(name)) {
                    sums.put(name, field.type() == LogEvent.Type.OBJECT ? field.values() : Set.of());
                }
            });
            this.totals = new Totals(sums);
        }

        synchronized @Nullable Taken take(Map<String, ?> fields, boolean must, long now) {
            if (now != second) {
                busy = inSecond > EACH_SECOND && now == second + 1;
                second = now;
                inSecond = 0;
            }
            inSecond++;
            boolean many = busy || inSecond > EACH_SECOND;
            if (many && now < written + SECONDS_BETWEEN && !must && mayLeaveOut(fields)) {
                if (leftOut == 0) {
                    leftOutSince = now;
                }
                leftOut++;
                totals.add(fields);
                return null;
            }
            written = now;
            if (leftOut == 0) {
                return Taken.ONE;
            }
            leftOut++;
            totals.add(fields);
            return end();
        }

        private boolean mayLeaveOut(Map<String, ?> fields) {
            return hotKey == null ? sampling.mayLeaveOut(fields.get(sampling.hot())) : hotKey;
        }

        synchronized Optional<Rest> rest(long until) {
            return leftOut == 0 || leftOutSince > until ? Optional.empty() : Optional.of(new Rest(event, keys, end()));
        }

        private Taken end() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put(LogEvent.COUNT, leftOut);
            totals.moveTo(fields);
            leftOut = 0;
            return new Taken(fields);
        }
    }

    /** Sums of numbers by name. A name of an object has sums by name itself. */
    private static final class Totals {
        private final String[] names;
        private final @Nullable Totals[] parts;
        private final double[] sums;
        private final boolean[] seen;

        /** Sums of these names, each with the names in its object; none of a number. */
        Totals(Map<String, Set<String>> partsByName) {
            this.names = partsByName.keySet().toArray(String[]::new);
            this.parts = partsByName.values().stream()
                    .map(inside -> inside.isEmpty()
                            ? null
                            : new Totals(inside.stream().collect(Collectors.toMap(name -> name, name -> Set.of()))))
                    .toArray(Totals[]::new);
            this.sums = new double[names.length];
            this.seen = new boolean[names.length];
        }

        void add(Map<?, ?> values) {
            for (int i = 0; i < names.length; i++) {
                Object value = values.get(names[i]);
                Totals part = parts[i];
                if (value instanceof Number number) {
                    sums[i] += number.doubleValue();
                    seen[i] = true;
                } else if (part != null && value instanceof Map<?, ?> numbers) {
                    part.add(numbers);
                }
            }
        }

        /** Moves the sums of names that had a number. */
        void moveTo(Map<String, Object> fields) {
            for (int i = 0; i < names.length; i++) {
                Totals part = parts[i];
                if (part != null) {
                    Map<String, Object> numbers = new LinkedHashMap<>();
                    part.moveTo(numbers);
                    if (!numbers.isEmpty()) {
                        fields.put(names[i], numbers);
                    }
                } else if (seen[i]) {
                    fields.put(names[i], number(sums[i]));
                }
                sums[i] = 0;
                seen[i] = false;
            }
        }

        private static Number number(double sum) {
            return sum == Math.rint(sum) ? (Number) (long) sum : (Number) sum;
        }
    }
}
