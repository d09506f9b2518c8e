// SPDX-License-Identifier: Apache-2.0
package io.truename.report.weekly;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.history.RequestHistory.Served;
import io.truename.history.RequestHistory.Slot;
import io.truename.reviewing.reliability.Incident;
import io.truename.tuning.incident.IncidentNotification;
import io.truename.tuning.incident.NotificationReader;
import io.truename.tuning.incident.Opening;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Incidents as alerts told of them. Openings of alerts that overlap are one incident: users met them together. */
final class ToldIncidents {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TypeReference<Map<String, @Nullable Object>> MESSAGE = new TypeReference<>() {};

    private ToldIncidents() {}

    /**
     * Incidents of notifications, in order of time.
     *
     * @param messages JSON of notifications, in any order
     * @param served requests of the time, for those that failed in each incident
     */
    static List<Incident> of(List<String> messages, Optional<Served> served) {
        List<Opening> openings =
                Opening.of(messages.stream().flatMap(ToldIncidents::read).toList());
        Map<Instant, Together> incidents = new TreeMap<>();
        Optional<Together> last = Optional.empty();
        for (Opening opening : openings) {
            Together one = Together.of(opening);
            Together joined = last.filter(before -> before.overlaps(one))
                    .map(before -> before.plus(one))
                    .orElse(one);
            incidents.put(joined.began(), joined);
            last = Optional.of(joined);
        }
        return incidents.values().stream().map(each -> each.incident(served)).toList();
    }

    private static Stream<IncidentNotification> read(String message) {
        try {
            return NotificationReader.read(MAPPER.readValue(message, MESSAGE))
                            instanceof NotificationReader.Reading.Read read
                    ? Stream.of(read.notification())
                    : Stream.empty();
        } catch (JsonProcessingException noObject) {
            return Stream.empty();
        }
    }

    /** Openings that overlap; named by the first. */
    private record Together(String name, Instant began, Optional<Instant> ended) {
        static Together of(Opening opening) {
            return new Together(opening.told().policy().key(), opening.startedAt(), opening.endedAt());
        }

        boolean overlaps(Together later) {
            return ended.isEmpty() || !later.began().isAfter(ended.get());
        }

        Together plus(Together later) {
            return new Together(
                    name, began, ended.flatMap(mine -> later.ended().map(its -> its.isAfter(mine) ? its : mine)));
        }

        /** An alert sees failures of the minutes before it opens; the first of them without a break is when users met it. */
        Incident incident(Optional<Served> served) {
            Map<Instant, Long> failed = new TreeMap<>();
            served.ifPresent(requests -> requests.minutes()
                    .forEach((Slot slot, long[] counts) ->
                            failed.merge(slot.minute(), counts[1] - counts[0], Long::sum)));
            Instant first = began;
            Instant minute = began.truncatedTo(ChronoUnit.MINUTES);
            for (int back = 0; back < LONGEST_LEAD && failed.getOrDefault(minute, 0L) > 0; back++) {
                first = minute.isBefore(first) ? minute : first;
                minute = minute.minus(Duration.ofMinutes(1));
            }
            Instant begin = first;
            long bad = failed.entrySet().stream()
                    .filter(of -> !of.getKey().isBefore(begin.truncatedTo(ChronoUnit.MINUTES))
                            && ended.filter(end -> of.getKey().isAfter(end)).isEmpty())
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            return new Incident(name, begin, began, ended, bad);
        }
    }

    /** Minutes. */
    private static final int LONGEST_LEAD = 60;
}
