// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.incident;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One opening of an incident, merged from the notifications about it. An incident that opened again, with the same id and a later start,
 * has another opening. {@link #merge} is commutative, associative and idempotent, so messages may come in any order and any number
 * of times: a message that says open after one that said closed does not open it again.
 *
 * @param opened the notification that it opened, if it came
 * @param closed the notification that it closed, if it came; at least one of both
 */
public record Opening(Optional<IncidentNotification> opened, Optional<IncidentNotification> closed) {
    // Which of two that differ is kept does not matter, as long as it is always the same one.
    private static final Comparator<IncidentNotification> TELLING = Comparator.comparing(
                    IncidentNotification::repeated, Comparator.reverseOrder())
            .thenComparing(notification -> notification.endedAt().orElse(Instant.MIN))
            .thenComparing(IncidentNotification::toString);

    /**
     * Identity of an opening. Two notifications with the same key are about the same one.
     *
     * @param incident id that Cloud Monitoring gave
     */
    public record Key(Instant startedAt, String incident) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byTime = startedAt.compareTo(other.startedAt);
            return byTime == 0 ? incident.compareTo(other.incident) : byTime;
        }

        /** The id with the second of the start, such as {@code 0.l2mlax1kt8a7@1774487709}. */
        @Override
        public String toString() {
            return incident + "@" + startedAt.getEpochSecond();
        }
    }

    public Opening {
        if (opened.isEmpty() && closed.isEmpty()) {
            throw new IllegalArgumentException("opened, closed: at least one");
        }
        if (opened.filter(notification -> !notification.open()).isPresent()
                || closed.filter(IncidentNotification::open).isPresent()) {
            throw new IllegalArgumentException("opened, closed: of their states");
        }
        if (opened.isPresent() && closed.isPresent() && !key(opened.get()).equals(key(closed.get()))) {
            throw new IllegalArgumentException("opened, closed: about the same opening");
        }
    }

    public static Opening of(IncidentNotification notification) {
        Optional<IncidentNotification> told = Optional.of(notification);
        return notification.open() ? new Opening(told, Optional.empty()) : new Opening(Optional.empty(), told);
    }

    /** All openings that notifications tell of, in their order. */
    public static List<Opening> of(Collection<IncidentNotification> notifications) {
        Map<Key, Opening> openings = new TreeMap<>();
        notifications.forEach(notification -> openings.merge(key(notification), of(notification), Opening::merge));
        return List.copyOf(openings.values());
    }

    /** Both together, which must have the same key. */
    public Opening merge(Opening other) {
        if (!key().equals(other.key())) {
            throw new IllegalArgumentException("other: the same opening, got " + other.key() + " for " + key());
        }
        return new Opening(
                Stream.concat(opened.stream(), other.opened.stream()).max(TELLING),
                Stream.concat(closed.stream(), other.closed.stream()).max(TELLING));
    }

    public Key key() {
        return key(told());
    }

    private static Key key(IncidentNotification notification) {
        return new Key(notification.startedAt(), notification.incident());
    }

    /** The notification that it opened, or else that it closed: names and labels of the incident. */
    public IncidentNotification told() {
        return opened.or(() -> closed).orElseThrow();
    }

    public Instant startedAt() {
        return told().startedAt();
    }

    /** When it closed; empty while it is open. */
    public Optional<Instant> endedAt() {
        return closed.flatMap(IncidentNotification::endedAt);
    }

    /** The highest that a notification named. */
    public Severity severity() {
        return Stream.concat(opened.stream(), closed.stream())
                .map(IncidentNotification::severity)
                .reduce(Severity.NONE, Severity::or);
    }
}
