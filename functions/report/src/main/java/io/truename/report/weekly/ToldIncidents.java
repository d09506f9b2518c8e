// SPDX-License-Identifier: Apache-2.0
package io.truename.report.weekly;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.history.RequestHistory.Served;
import io.truename.reviewing.reliability.Incident;
import io.truename.tuning.incident.Components;
import io.truename.tuning.incident.Correlation;
import io.truename.tuning.incident.CorrelationRules;
import io.truename.tuning.incident.IncidentGroup;
import io.truename.tuning.incident.IncidentNotification;
import io.truename.tuning.incident.NotificationReader;
import io.truename.tuning.incident.Opening;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Incidents as alerts told of them, grouped by their cause as {@code tune} groups them. Alerts open after failures have lasted, and close after they
 * have ended, some of them hours: the minutes, or longer steps, with failed requests say when users met an incident first and last.
 */
final class ToldIncidents {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TypeReference<Map<String, @Nullable Object>> MESSAGE = new TypeReference<>() {};

    /** Time of failures before the first alert that belongs to an incident, at most. */
    private static final Duration LONGEST_LEAD = Duration.ofMinutes(60);

    private final NavigableMap<Instant, Long> failed = new TreeMap<>();
    private final Duration step;

    private ToldIncidents(Optional<Served> served) {
        step = served.map(Served::step).orElse(Duration.ofMinutes(1));
        served.ifPresent(requests -> requests.slots()
                .forEach((slot, counts) -> failed.merge(slot.begin(), counts[1] - counts[0], Long::sum)));
    }

    /**
     * Incidents of notifications, in order of their first symptoms.
     *
     * @param messages JSON of notifications, in any order
     * @param served requests of the time
     */
    static List<Incident> of(List<String> messages, Components components, Optional<Served> served) {
        List<Opening> openings =
                Opening.of(messages.stream().flatMap(ToldIncidents::read).toList());
        ToldIncidents told = new ToldIncidents(served);
        return Correlation.groups(openings, List.of(), components, CorrelationRules.USUAL).stream()
                .map(told::incident)
                .toList();
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

    private Incident incident(IncidentGroup group) {
        Instant began = began(group.startedAt());
        Map<Instant, Long> minutes =
                failed.subMap(begin(began), true, group.endedAt().orElse(Instant.MAX), true);
        Optional<Instant> last = minutes.entrySet().stream()
                .filter(minute -> minute.getValue() > 0)
                .map(Map.Entry::getKey)
                .max(Instant::compareTo);
        return new Incident(
                group.first().told().policy().key(),
                began,
                group.startedAt(),
                group.endedAt()
                        .map(end -> last.map(begin -> begin.plus(step))
                                .filter(mitigated -> mitigated.isBefore(end))
                                .orElse(end)),
                minutes.values().stream().mapToLong(Long::longValue).sum());
    }

    /** The first of the steps with failures that lie before the first symptom without a break. */
    private Instant began(Instant symptom) {
        Instant first = symptom;
        Instant begin = begin(symptom);
        Instant earliest = begin.minus(LONGEST_LEAD);
        while (!begin.isBefore(earliest) && failed.getOrDefault(begin, 0L) > 0) {
            first = begin;
            begin = begin.minus(step);
        }
        return first;
    }

    /** Begin of the step that a time is in; of the minute, where nothing was counted. */
    private Instant begin(Instant at) {
        Instant known = failed.floorKey(at);
        return known != null && known.plus(step).isAfter(at) ? known : at.truncatedTo(ChronoUnit.MINUTES);
    }
}
