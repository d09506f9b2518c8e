// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.rename;

import io.truename.postgres.Database;
import io.truename.postgres.rekeying.rename.PublicationStore;
import io.truename.postgres.rekeying.rename.PublicationStore.Entry;
import io.truename.postgres.rekeying.rename.RenameCursor;
import io.truename.pubsub.Message;
import io.truename.pubsub.PublishException;
import io.truename.pubsub.Publisher;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Publisher of the outbox of renames: publishes the pairs of each store after its cursor, page by page, and moves the cursor once the
 * topic has taken a page. A kill in between publishes the page again: consumers get each pair at least once.
 */
public final class RenamePublisher {
    /** Listener for the log. */
    public interface Listener {
        /** The topic has taken so many pairs of a store. */
        void published(int pairs);

        /** The topic did not take pairs; the next call tries again. */
        void failed(PublishException refusal);

        /** A store has pairs of another server, from which this one was restored; none is published before a person has acted. */
        void restored();

        /** Age of the oldest pair that is not published. */
        void waiting(Duration oldest);
    }

    /** A page is published whole or again. Of one this small, even the slowest topic takes each request within the lease. */
    private static final int SMALLEST_PAGE = 8;

    private static final int LARGEST_PAGE = 5_000;

    /** Pages that took less are doubled, within the lease by a wide margin. */
    private static final Duration QUICK = Duration.ofSeconds(5);

    private static final int MOST_OF_A_REQUEST = 500;

    /** Longer than a request of the function may take, so that a living publisher never loses it. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private final Database database;
    private final Publisher publisher;
    private final String topic;
    private final Listener listener;
    private final Clock clock;
    private final PublicationStore store = new PublicationStore();

    /**
     * A publisher.
     *
     * @param topic its short name
     */
    public RenamePublisher(Database database, Publisher publisher, String topic, Listener listener, Clock clock) {
        this.database = database;
        this.publisher = publisher;
        this.topic = topic;
        this.listener = listener;
        this.clock = clock;
    }

    /** Publishes the pairs of all stores until the deadline at most, but a page at least. */
    public void publish(Instant deadline) {
        try {
            for (String name : database.with(store::stores)) {
                publish(name, deadline);
            }
        } catch (PublishException refusal) {
            listener.failed(refusal);
        }
        listener.waiting(database.with(store::oldest));
    }

    private void publish(String name, Instant deadline) {
        if (database.with(session -> store.isOfAnotherServer(session, name))) {
            listener.restored();
            return;
        }
        UUID holder = UUID.randomUUID();
        Optional<RenameCursor> begin = database.with(session -> store.claim(session, name, holder, LEASE));
        if (begin.isEmpty()) {
            return;
        }
        try {
            publish(name, holder, begin.get(), deadline);
        } finally {
            database.with(session -> {
                store.release(session, name, holder);
                return true;
            });
        }
    }

    private void publish(String name, UUID holder, RenameCursor begin, Instant deadline) {
        RenameCursor place = begin;
        int size = SMALLEST_PAGE;
        List<Entry> page;
        boolean isFull;
        do {
            RenameCursor from = place;
            int most = size;
            Instant begun = clock.instant();
            page = database.with(session -> store.list(session, name, from, most));
            if (page.isEmpty()) {
                return;
            }
            publish(page);
            RenameCursor last = page.get(page.size() - 1).rename().cursor();
            if (!database.with(session -> store.moved(session, name, holder, last, LEASE))) {
                return;
            }
            place = last;
            listener.published(page.size());
            isFull = page.size() == size;
            boolean isQuick = Duration.between(begun, clock.instant()).compareTo(QUICK) < 0;
            size = isQuick ? Math.min(size * 2, LARGEST_PAGE) : Math.max(size / 2, SMALLEST_PAGE);
        } while (isFull && clock.instant().isBefore(deadline));
    }

    /** Publishes a page: the messages of an ordering key in their order, in as few requests as Pub/Sub allows. */
    private void publish(List<Entry> page) {
        // By positions: a pair waits for smaller ones only, so none waits for one behind it.
        Map<String, List<Message>> byKey = page.stream()
                .sorted(Comparator.comparing(entry -> entry.rename().cursor().position()))
                .map(RenameMessage::of)
                .collect(Collectors.groupingBy(
                        message -> message.orderingKey().orElseThrow(), LinkedHashMap::new, Collectors.toList()));
        for (List<Message> messages : byKey.values()) {
            for (int from = 0; from < messages.size(); from += MOST_OF_A_REQUEST) {
                publisher.publish(topic, messages.subList(from, Math.min(from + MOST_OF_A_REQUEST, messages.size())));
            }
        }
    }
}
