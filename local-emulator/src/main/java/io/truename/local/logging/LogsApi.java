// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truename.local.logging.query.FilterException;
import io.truename.local.logging.query.LogFilter;
import io.truename.local.logging.store.EntryKey;
import io.truename.local.logging.store.Listing;
import io.truename.local.logging.store.LogHistogram;
import io.truename.local.logging.store.LogPage;
import io.truename.local.logging.store.LogStore;
import io.truename.local.logging.store.PageToken;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Log entries as JSON, for the console: {@code GET /api/logs}, {@code GET /api/logs/histogram} and
 * {@code GET /api/logs/stream}.
 */
public final class LogsApi {
    private static final int DEFAULT_LIMIT = 100;
    private static final int LARGEST_NUMBER = 1000;
    private static final int DEFAULT_BUCKETS = 60;
    private static final int MOST_COUNTED = 100_000;
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
    private static final int MOST_WAITING = 5000;
    private static final long MOST_WAITING_BYTES = 8L << 20;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final LogStore store;

    /** Creates queries of a log without entries. */
    public static LogsApi empty() {
        return new LogsApi(new LogStore(0));
    }

    LogsApi(LogStore store) {
        this.store = store;
    }

    /**
     * Lists entries as {@code {"items":[..],"next":"token"}}; the last page has no {@code next}.
     *
     * @param query {@code filter}, {@code limit} (100; at most 1,000), {@code order} ({@code desc} or {@code asc}),
     *     {@code pageToken}
     * @throws LogsProblem if a parameter cannot be used
     */
    public String list(Map<String, String> query) {
        LogFilter filter = filter(query);
        Listing.Order order = order(query.getOrDefault("order", "desc"));
        String listing = order + "\n" + filter.text();
        LogPage page = store.list(new Listing(
                filter::matches,
                order,
                number(query, "limit", DEFAULT_LIMIT),
                after(query.getOrDefault("pageToken", ""), listing)));
        String items = page.entries().stream().map(EntryJson::write).collect(Collectors.joining(",", "[", "]"));
        String next = page.next()
                .map(last -> ",\"next\":\"" + PageToken.write(last, listing) + "\"")
                .orElse("");
        return "{\"items\":" + items + next + "}";
    }

    /**
     * Counts entries as {@code {"start":"..","end":"..","buckets":60,"counts":{"INFO":[0,1,..]}}}. It reads the newest 100,000
     * entries of the time at most; if that leaves some out, {@code since} is the time of the oldest that was read.
     *
     * @param query {@code filter}, {@code start} and {@code end} (instants; the end does not count), {@code buckets} (60; at most
     *     1,000)
     * @throws LogsProblem if a parameter cannot be used
     */
    public String histogram(Map<String, String> query) {
        LogFilter filter = filter(query);
        Instant start = instant(query, "start");
        Instant end = instant(query, "end");
        if (Duration.between(start, end).toMillis() < 1) {
            throw LogsProblem.of("The time ends before it starts", "Use an end after the start.");
        }
        int buckets = number(query, "buckets", DEFAULT_BUCKETS);
        LogHistogram histogram = new LogHistogram(filter::matches, start, end, buckets).count(store, MOST_COUNTED);
        ObjectNode answer = JSON.createObjectNode()
                .put("start", start.toString())
                .put("end", end.toString())
                .put("buckets", buckets);
        histogram.since().ifPresent(since -> answer.put("since", since.toString()));
        ObjectNode counts = answer.putObject("counts");
        histogram.counts().forEach((severity, numbers) -> counts.set(severity.name(), JSON.valueToTree(numbers)));
        return answer.toString();
    }

    /**
     * Subscribes to entries that arrive from now on. Close it when the reader is gone.
     *
     * @param query {@code filter}
     * @throws LogsProblem if the filter cannot be used
     */
    public LogEvents stream(Map<String, String> query) {
        LogFilter filter = filter(query);
        return new LogEvents(store.tail(filter::matches, MOST_WAITING, MOST_WAITING_BYTES));
    }

    /** Returns the names of all logs, {@code {"items":["projects/..."]}}. */
    public String logs() {
        return JSON.createObjectNode()
                .set("items", JSON.valueToTree(store.logNames()))
                .toString();
    }

    private static LogFilter filter(Map<String, String> query) {
        try {
            return LogFilter.parse(query.getOrDefault("filter", ""));
        } catch (FilterException unusable) {
            throw LogsProblem.of(unusable);
        }
    }

    private static Listing.Order order(String text) {
        return switch (text) {
            case "desc" -> Listing.Order.NEWEST_FIRST;
            case "asc" -> Listing.Order.OLDEST_FIRST;
            default -> throw LogsProblem.of("The order \"" + text + "\" does not exist", "Use asc or desc.");
        };
    }

    private static int number(Map<String, String> query, String name, int usual) {
        String text = query.getOrDefault(name, Integer.toString(usual));
        int number = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
        if (number < 1 || number > LARGEST_NUMBER) {
            throw LogsProblem.of(
                    "The parameter " + name + " \"" + text + "\" cannot be used", "Use 1 to " + LARGEST_NUMBER + ".");
        }
        return number;
    }

    private static Instant instant(Map<String, String> query, String name) {
        String text = query.getOrDefault(name, "");
        try {
            Instant instant = Instant.parse(text);
            if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
                throw new DateTimeException("far away");
            }
            return instant;
        } catch (DateTimeException unusable) {
            throw LogsProblem.of(
                    "The parameter " + name + " \"" + text + "\" is no time",
                    "Use an instant such as 2026-11-27T20:00:00Z, between the years 1970 and 9999.");
        }
    }

    private static Optional<EntryKey> after(String token, String listing) {
        if (token.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(PageToken.read(token, listing)
                .orElseThrow(() -> LogsProblem.of(
                        "The pageToken is none of this filter and order", "Start again without a pageToken.")));
    }
}
