// SPDX-License-Identifier: Apache-2.0
package io.truename.local.alerting;

import io.truename.alerting.series.SeriesKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Incident as it is kept. Times are milliseconds since 1970 of the monitoring clock.
 *
 * @param id the same for the same policy, condition, series and time of opening
 * @param alert the last part of the policy's name
 * @param condition the last part of the condition's name
 * @param ahead how far that clock was ahead of the real one when it opened
 * @param value the value that was compared when it opened; null if there was none
 * @param last the value that was compared when it closed; null if it is open or there was none
 * @param threshold null if the condition compares with none
 * @param pending states whose message is not published yet, oldest first
 * @param notified time of the newest message about the open incident; 0 if there is none
 */
record AlertIncident(
        String id,
        String alert,
        String condition,
        String metricType,
        Map<String, String> metricLabels,
        String resourceType,
        Map<String, String> resourceLabels,
        long opened,
        long ahead,
        @Nullable Long closed,
        @Nullable Double value,
        @Nullable Double last,
        @Nullable Double threshold,
        List<State> pending,
        long notified,
        List<Event> timeline) {
    /** State that a message tells. */
    enum State {
        open,
        closed
    }

    /** Event of the incident. */
    record Event(long at, String text) {}

    AlertIncident {
        metricLabels = Map.copyOf(metricLabels);
        resourceLabels = Map.copyOf(resourceLabels);
        pending = List.copyOf(pending);
        timeline = List.copyOf(timeline);
    }

    static AlertIncident of(
            String alert,
            String condition,
            SeriesKey series,
            long time,
            long ahead,
            @Nullable Double value,
            @Nullable Double threshold) {
        return new AlertIncident(
                id(alert, condition, series, time),
                alert,
                condition,
                series.metricType(),
                series.metricLabels(),
                series.resourceType(),
                series.resourceLabels(),
                time,
                ahead,
                null,
                value,
                null,
                threshold,
                List.of(State.open),
                0,
                List.of(new Event(time, "opened")));
    }

    private static String id(String alert, String condition, SeriesKey series, long time) {
        String identity = alert + "\n" + condition + "\n" + series.text() + "\n" + time;
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
            return "0." + Long.toUnsignedString(ByteBuffer.wrap(hash).getLong(), 36);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    boolean isOpen() {
        return closed == null;
    }

    SeriesKey series() {
        return SeriesKey.of(metricType, metricLabels, resourceType, resourceLabels);
    }

    AlertIncident closedAt(long time, @Nullable Double at, String reason, boolean told) {
        return with(
                time,
                at,
                told ? added(pending, State.closed) : pending,
                notified,
                added(timeline, event(time, reason)));
    }

    /** Returns the incident about which another message is due. */
    AlertIncident renotified(long time) {
        return with(closed, last, added(pending, State.open), time, added(timeline, event(time, "told again")));
    }

    /** Returns the incident after the message of its oldest pending state was published. */
    AlertIncident told(long time) {
        return with(
                closed,
                last,
                pending.subList(1, pending.size()),
                time,
                added(timeline, event(time, "message published: " + pending.get(0))));
    }

    private AlertIncident with(
            @Nullable Long closing, @Nullable Double closingValue, List<State> states, long at, List<Event> events) {
        return new AlertIncident(
                id,
                alert,
                condition,
                metricType,
                metricLabels,
                resourceType,
                resourceLabels,
                opened,
                ahead,
                closing,
                value,
                closingValue,
                threshold,
                states,
                at,
                events);
    }

    private static Event event(long time, String text) {
        return new Event(time, text);
    }

    private static <T> List<T> added(List<T> items, T item) {
        List<T> more = new ArrayList<>(items);
        more.add(item);
        return more;
    }
}
