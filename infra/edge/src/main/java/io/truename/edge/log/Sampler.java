// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sampler of hot events. Of the lines of an event that agree in its keys, it lets the first {@value #EACH_SECOND} of a second
 * through and then one in {@value #ONE_IN}; the next line that is let through has the count and the totals of those left out
 * before it. So the sum of {@link LogEvent#COUNT} over all lines is the number of events. Thread-safe.
 *
 * <p>Keys should have declared values only; in any case the number of tallies is bounded.
 */
final class Sampler {
    /** The most lines of equal keys in a second before lines are left out. */
    static final int EACH_SECOND = 5;

    static final int ONE_IN = 100;

    /** Seconds after which totals that no line took along get a line of their own, with the next event of any kind. */
    static final int MOST_SECONDS_KEPT = 10;

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

    private final LongSupplier seconds;
    private final Map<Key, Tally> tallies = new ConcurrentHashMap<>();
    private final AtomicLong nextSweep;

    /**
     * A sampler.
     *
     * @param seconds a clock that does not go backwards, in seconds
     */
    Sampler(LongSupplier seconds) {
        this.seconds = seconds;
        this.nextSweep = new AtomicLong(seconds.getAsLong() + MOST_SECONDS_KEPT);
    }

    /**
     * Takes one event. Makes no map and no text, because most events end here.
     *
     * @param field value by name
     * @param must whether its line is written in any case
     * @return what its line stands for; null if the line is left out
     */
    @Nullable
    Taken take(LogEvent event, LogEvent.Sampling sampling, Function<String, @Nullable Object> field, boolean must) {
        Key key = Key.of(event.name(), sampling.keys(), field);
        Tally tally = tallies.get(key);
        if (tally == null) {
            if (tallies.size() >= MOST_TALLIES) {
                return Taken.ONE;
            }
            tally = tallies.computeIfAbsent(key, absent -> new Tally(event, sampling, field));
        }
        boolean hot = !must && sampling.mayLeaveOut(field);
        return tally.take(field, hot, seconds.getAsLong());
    }

    /** Totals that have waited for {@value #MOST_SECONDS_KEPT} seconds; looked for as often, by one caller. */
    List<Rest> overdue() {
        long now = seconds.getAsLong();
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

        private Key(String event, @Nullable Object[] values) {
            this.event = event;
            this.values = values;
            this.hash = 31 * event.hashCode() + Arrays.hashCode(values);
        }

        static Key of(String event, Set<String> names, Function<String, @Nullable Object> field) {
            @Nullable Object[] values = new @Nullable Object[names.size()];
            int at = 0;
            for (String name : names) {
                values[at++] = field.apply(name);
            }
            return new Key(event, values);
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
        private final String[] sums;
        private final @Nullable Sum[] totals;
        private long second = Long.MIN_VALUE;
        private int inSecond;
        private long leftOut;
        private long leftOutSince;

        Tally(LogEvent event, LogEvent.Sampling sampling, Function<String, @Nullable Object> field) {
            this.event = event;
            this.sampling = sampling;
            this.keys = new LinkedHashMap<>();
            for (String name : this.sampling.keys()) {
                Object value = field.apply(name);
                if (value != null) {
                    keys.put(name, value);
                }
            }
            // Sums that the event does not have need not be looked for.
            this.sums =
                    sampling.sums().stream().filter(event.fields()::containsKey).toArray(String[]::new);
            this.totals = new @Nullable Sum[sums.length];
        }

        synchronized @Nullable Taken take(Function<String, @Nullable Object> field, boolean hot, long now) {
            if (now != second) {
                second = now;
                inSecond = 0;
            }
            inSecond++;
            if (hot && inSecond > EACH_SECOND && (inSecond - EACH_SECOND) % ONE_IN != 0) {
                if (leftOut == 0) {
                    leftOutSince = now;
                }
                leftOut++;
                add(field);
                return null;
            }
            if (leftOut == 0) {
                return Taken.ONE;
            }
            leftOut++;
            add(field);
            return end();
        }

        synchronized Optional<Rest> rest(long until) {
            return leftOut == 0 || leftOutSince > until ? Optional.empty() : Optional.of(new Rest(event, keys, end()));
        }

        private Taken end() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put(LogEvent.COUNT, leftOut);
            for (int i = 0; i < sums.length; i++) {
                Sum total = totals[i];
                if (total != null) {
                    fields.put(sums[i], total.value());
                    totals[i] = null;
                }
            }
            leftOut = 0;
            return new Taken(fields);
        }

        private void add(Function<String, @Nullable Object> field) {
            for (int i = 0; i < sums.length; i++) {
                Object value = field.apply(sums[i]);
                if (value != null) {
                    Sum total = totals[i];
                    if (total == null) {
                        total = new Sum();
                        totals[i] = total;
                    }
                    total.add(value);
                }
            }
        }
    }

    /** Sum of whole numbers, of others, or of numbers by name. */
    private static final class Sum {
        private long whole;
        private double real;
        private boolean isReal;
        private @Nullable Map<String, Sum> byName;

        void add(Object value) {
            if (value instanceof Map<?, ?> numbers) {
                Map<String, Sum> sums = byName;
                if (sums == null) {
                    sums = new LinkedHashMap<>();
                    byName = sums;
                }
                for (Map.Entry<?, ?> entry : numbers.entrySet()) {
                    String name = String.valueOf(entry.getKey());
                    Sum sum = sums.get(name);
                    if (sum == null) {
                        sum = new Sum();
                        sums.put(name, sum);
                    }
                    sum.add(entry.getValue());
                }
            } else if (value instanceof Integer || value instanceof Long) {
                whole += ((Number) value).longValue();
            } else if (value instanceof Number number) {
                real += number.doubleValue();
                isReal = true;
            }
        }

        Object value() {
            if (byName != null) {
                Map<String, Object> values = new LinkedHashMap<>();
                byName.forEach((name, sum) -> values.put(name, sum.value()));
                return values;
            }
            return isReal ? (Object) (real + whole) : (Object) whole;
        }
    }
}
