// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.truename.local.logging.query.FilterException;
import io.truename.local.logging.query.LogFilter;
import io.truename.local.logging.store.EntryKey;
import io.truename.local.logging.store.Listing;
import io.truename.local.logging.store.LogPage;
import io.truename.local.logging.store.LogStore;
import io.truename.local.logging.store.PageToken;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Log entries as JSON, for the console: {@code GET /api/logs} and {@code GET /api/logs/stream}. */
public final class LogsApi {
    private static final int DEFAULT_LIMIT = 100;
    private static final int LARGEST_LIMIT = 1000;
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
        LogPage page = store.list(
                new Listing(filter::matches, order, limit(query), after(query.getOrDefault("pageToken", ""), listing)));
        String items = page.entries().stream().map(EntryJson::write).collect(Collectors.joining(",", "[", "]"));
        String next = page.next()
                .map(last -> ",\"next\":\"" + PageToken.write(last, listing) + "\"")
                .orElse("");
        return "{\"items\":" + items + next + "}";
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

    private static int limit(Map<String, String> query) {
        String text = query.getOrDefault("limit", Integer.toString(DEFAULT_LIMIT));
        int limit = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > LARGEST_LIMIT) {
            throw LogsProblem.of("The limit \"" + text + "\" cannot be used", "Use 1 to " + LARGEST_LIMIT + ".");
        }
        return limit;
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
