// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sampler of hot events. Of the lines of an event that agree in its keys, it lets the first {@value #EACH_SECOND} of a second
 * through and then one in {@value #ONE_IN}; the next line that is let through has the count and the totals of those left out
 * before it. So the sum of {@link LogEvent#COUNT} over all lines is the number of events. Thread-safe.
 *
 * <p>Keys have declared values only, which bounds the number of tallies.
 */
final class Sampler {
    /** The most lines of equal keys in a second before lines are left out. */
    static final int EACH_SECOND = 5;

    static final int ONE_IN = 100;

    /** Seconds after which totals that no line took along get a line of their own, with the next event of any kind. */
    static final int MOST_SECONDS_KEPT = 10;

    /** Totals that belong to no event that is written: the keys, the count and the sums. */
    record Rest(LogEvent event, Map<String, Object> fields) {}

    private final LongSupplier seconds;
    private final Map<List<String>, Tally> tallies = new ConcurrentHashMap<>();
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
     * Takes one event.
     *
     * @param must whether its line is written in any case
     * @return the fields of its line, with count and totals; empty if the line is left out
     */
    Optional<Map<String, Object>> take(LogEvent event, LogEvent.Sampling sampling, Map<String, ?> line, boolean must) {
        List<String> key = new ArrayList<>(sampling.keys().size() + 1);
        key.add(event.name());
        for (String name : sampling.keys()) {
            key.add(String.valueOf(line.get(name)));
        }
        boolean hot = !must && sampling.mayLeaveOut(line);
        return tallies.computeIfAbsent(key, absent -> new Tally(event, sampling))
                .take(line, hot, seconds.getAsLong());
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

    /** Events with equal keys. */
    private static final class Tally {
        private final LogEvent event;
        private final LogEvent.Sampling sampling;
        private long second = Long.MIN_VALUE;
        private int inSecond;
        private long leftOut;
        private long leftOutSince;
        private Map<String, Object> totals = new LinkedHashMap<>();
        private Map<String, Object> keys = Map.of();

        Tally(LogEvent event, LogEvent.Sampling sampling) {
            this.event = event;
            this.sampling = sampling;
        }

        synchronized Optional<Map<String, Object>> take(Map<String, ?> line, boolean hot, long now) {
            if (now != second) {
                second = now;
                inSecond = 0;
            }
            inSecond++;
            if (hot && inSecond > EACH_SECOND && (inSecond - EACH_SECOND) % ONE_IN != 0) {
                if (leftOut == 0) {
                    leftOutSince = now;
                    keys = keysOf(line);
                }
                leftOut++;
                add(line);
                return Optional.empty();
            }
            Map<String, Object> written = new LinkedHashMap<>(line);
            written.put(LogEvent.COUNT, leftOut + 1);
            if (leftOut > 0) {
                add(line);
                written.putAll(totals);
                clear();
            }
            return Optional.of(written);
        }

        synchronized Optional<Rest> rest(long until) {
            if (leftOut == 0 || leftOutSince > until) {
                return Optional.empty();
            }
            Map<String, Object> fields = new LinkedHashMap<>(keys);
            fields.put(LogEvent.COUNT, leftOut);
            fields.putAll(totals);
            clear();
            return Optional.of(new Rest(event, fields));
        }

        private void clear() {
            leftOut = 0;
            totals = new LinkedHashMap<>();
        }

        private Map<String, Object> keysOf(Map<String, ?> line) {
            Map<String, Object> found = new LinkedHashMap<>();
            for (String name : sampling.keys()) {
                Object value = line.get(name);
                if (value != null) {
                    found.put(name, value);
                }
            }
            return found;
        }

        private void add(Map<String, ?> line) {
            for (String name : sampling.sums()) {
                Object value = line.get(name);
                if (value != null) {
                    totals.put(name, sum(totals.get(name), value));
                }
            }
        }

        private static Object sum(@Nullable Object total, Object value) {
            if (value instanceof Map<?, ?> numbers) {
                Map<Object, Object> sums = new LinkedHashMap<>();
                if (total instanceof Map<?, ?> before) {
                    sums.putAll(before);
                }
                numbers.forEach((name, number) -> sums.merge(name, number, Tally::sum));
                return sums;
            }
            if (total == null) {
                return value;
            }
            Number one = (Number) total;
            Number other = (Number) value;
            if (isWhole(one) && isWhole(other)) {
                return one.longValue() + other.longValue();
            }
            return one.doubleValue() + other.doubleValue();
        }

        private static boolean isWhole(Object number) {
            return number instanceof Integer || number instanceof Long;
        }
    }
}
