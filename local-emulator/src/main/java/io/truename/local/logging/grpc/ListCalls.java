// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.grpc;

import com.google.logging.v2.ListLogEntriesRequest;
import com.google.logging.v2.ListLogEntriesResponse;
import com.google.logging.v2.ListLogsRequest;
import com.google.logging.v2.ListLogsResponse;
import com.google.logging.v2.LogEntry;
import io.truename.local.logging.query.LogFilter;
import io.truename.local.logging.store.EntryKey;
import io.truename.local.logging.store.Listing;
import io.truename.local.logging.store.LogPage;
import io.truename.local.logging.store.LogStore;
import io.truename.local.logging.store.PageToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** {@code ListLogEntries} and {@code ListLogs}. */
final class ListCalls {
    private static final int DEFAULT_PAGE = 50;
    private static final int LARGEST_PAGE = 1000;

    private final LogStore store;

    ListCalls(LogStore store) {
        this.store = store;
    }

    ListLogEntriesResponse entries(ListLogEntriesRequest request) {
        Predicate<LogEntry> within = Names.within(request.getResourceNamesList());
        if (request.getPageSize() < 0 || request.getPageSize() > LARGEST_PAGE) {
            throw CallException.invalid(
                    "page_size must be 0 to " + LARGEST_PAGE + "; it is " + request.getPageSize() + ".");
        }
        LogFilter filter = LogFilter.parse(request.getFilter());
        Listing.Order order = order(request.getOrderBy());
        String listing = order + "\n" + request.getFilter() + "\n" + request.getResourceNamesList();
        LogPage page = store.list(new Listing(
                within.and(filter::matches),
                order,
                request.getPageSize() == 0 ? DEFAULT_PAGE : request.getPageSize(),
                after(request.getPageToken(), listing)));
        return ListLogEntriesResponse.newBuilder()
                .addAllEntries(page.entries())
                .setNextPageToken(
                        page.next().map(last -> PageToken.write(last, listing)).orElse(""))
                .build();
    }

    private static Listing.Order order(String text) {
        return switch (text) {
            case "", "timestamp", "timestamp asc" -> Listing.Order.OLDEST_FIRST;
            case "timestamp desc" -> Listing.Order.NEWEST_FIRST;
            default ->
                throw CallException.invalid(
                        "order_by must be \"timestamp asc\" or \"timestamp desc\"; it is \"" + text + "\".");
        };
    }

    private static Optional<EntryKey> after(String token, String listing) {
        if (token.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                PageToken.read(token, listing)
                        .orElseThrow(
                                () -> CallException.invalid(
                                        "page_token is not one of this listing: keep filter, order_by and resource_names, or leave it out.")));
    }

    ListLogsResponse logs(ListLogsRequest request) {
        List<String> parents = new ArrayList<>(request.getResourceNamesList());
        parents.add(request.getParent());
        Predicate<LogEntry> within = Names.within(parents);
        List<String> names = store.logNames().stream()
                .filter(name -> name.compareTo(request.getPageToken()) > 0)
                .filter(name ->
                        within.test(LogEntry.newBuilder().setLogName(name).build()))
                .toList();
        int size = request.getPageSize() <= 0 ? LARGEST_PAGE : Math.min(request.getPageSize(), LARGEST_PAGE);
        boolean more = names.size() > size;
        return ListLogsResponse.newBuilder()
                .addAllLogNames(more ? names.subList(0, size) : names)
                .setNextPageToken(more ? names.get(size - 1) : "")
                .build();
    }
}
