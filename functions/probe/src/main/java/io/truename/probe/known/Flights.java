// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.known;

import io.truename.identity.DocumentName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Readings that are under way. A request that needs a document which another one is reading waits for that one, unless it began too
 * long before the request to be fresh. Thread-safe.
 */
final class Flights {
    private final Map<DocumentName, Flight> flights = new ConcurrentHashMap<>();
    private final LongAdder joined = new LongAdder();
    private final long bound;
    private final LongSupplier nanos;

    Flights(Duration bound, LongSupplier nanos) {
        this.bound = bound.toNanos();
        this.nanos = nanos;
    }

    private record Flight(long begun, CompletableFuture<Map<DocumentName, Entry>> answer) {}

    /**
     * Reads documents, each once for all requests that need it now.
     *
     * @param arrived when the request arrived
     * @param reader gets the names that nobody else is reading, and answers an entry for each
     */
    Map<DocumentName, Entry> read(
            Collection<DocumentName> names,
            long arrived,
            Function<List<DocumentName>, Map<DocumentName, Entry>> reader) {
        Flight own = new Flight(nanos.getAsLong(), new CompletableFuture<>());
        List<DocumentName> mine = new ArrayList<>();
        Map<DocumentName, Flight> others = new HashMap<>();
        for (DocumentName name : names) {
            Flight flight = Objects.requireNonNull(
                    flights.merge(name, own, (there, mineNow) -> arrived - there.begun <= bound ? there : mineNow));
            if (flight.equals(own)) {
                mine.add(name);
            } else {
                others.put(name, flight);
            }
        }
        Map<DocumentName, Entry> found = new HashMap<>(mine.isEmpty() ? Map.of() : lead(own, mine, reader));
        joined.add(others.size());
        others.forEach((name, flight) -> found.put(
                name, Objects.requireNonNull(Freshness.joined(flight.answer).get(name))));
        return found;
    }

    private Map<DocumentName, Entry> lead(
            Flight own, List<DocumentName> mine, Function<List<DocumentName>, Map<DocumentName, Entry>> reader) {
        try {
            Map<DocumentName, Entry> read = reader.apply(mine);
            own.answer.complete(read);
            return read;
        } catch (RuntimeException | Error failed) {
            own.answer.completeExceptionally(failed);
            throw failed;
        } finally {
            mine.forEach(name -> flights.remove(name, own));
        }
    }

    /** Number of documents that were not read again, because another request was reading them. */
    long joined() {
        return joined.sum();
    }
}
