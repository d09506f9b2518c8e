// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.events;

import io.truename.identity.DocumentId;
import io.truename.identity.DocumentName;
import io.truename.identity.Namespace;
import io.truename.testkit.database.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Events of documents that go through all stages: ten of each, of which four are of a chunk and one is a failed retrieval. */
final class SampleEvents {
    private static final int EACH_DOCUMENT = 10;
    private static final int CHUNKS = 4;
    private static final int USERS = 500;

    private SampleEvents() {}

    /** Different events as JSON. */
    static List<String> of(int count) {
        Instant now = Instant.now();
        List<String> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(event(i / EACH_DOCUMENT, i % EACH_DOCUMENT, now));
        }
        return events;
    }

    private static String event(int document, int number, Instant now) {
        String user = "user-" + document % USERS;
        String hash = String.format(Locale.ROOT, "%064x", document);
        DocumentId id = Namespace.DEFAULT.documentId(new DocumentName(user, hash));
        String inputs = ",\"userId\":\"" + user + "\",\"contentHash\":\"" + hash + "\",\"at\":\""
                + now.plusMillis(number) + "\"";
        // Every other event has the id only, as most pipelines send it.
        String known = number % 2 == 0 ? inputs : ",\"at\":\"" + now.plusMillis(number) + "\"";
        String base = "\"documentId\":\"" + id + "\"";
        return switch (number) {
            case 0 -> "{\"stage\":\"uploaded\"," + base + known + "}";
            case 1 -> "{\"stage\":\"parsed\"," + base + known + ",\"seconds\":0.5}";
            case 2 -> "{\"stage\":\"chunked\"," + base + known + ",\"rows\":" + CHUNKS + "}";
            case 3, 4, 5, 6 ->
                "{\"stage\":\"embedded\"," + base + known + ",\"chunker\":\"c\",\"chunkerVersion\":\"1\",\"ordinal\":"
                        + (number - 3) + ",\"chunkId\":\"" + Namespace.DEFAULT.chunkId(id, "c", "1", number - 3)
                        + "\"}";
            default -> "{\"stage\":\"retrieved\"," + base + inputs + ",\"found\":" + (number < 9) + "}";
        };
    }

    /** The event as the message of a push subscription. */
    static String pushed(String event, int message) {
        return "{\"subscription\":\"projects/p/subscriptions/probe-document-events\",\"message\":{\"messageId\":\""
                + message + "\",\"data\":\""
                + Base64.getEncoder().encodeToString(event.getBytes(StandardCharsets.UTF_8)) + "\"}}";
    }

    /** Numbers in the database that are not those of each event counted once. */
    static List<String> faults(TestDatabase database, int events) {
        List<String> faults = new ArrayList<>();
        long documents = (events + EACH_DOCUMENT - 1L) / EACH_DOCUMENT;
        expect(faults, database, "events", "count(*) FROM truename.stage_event", events);
        expect(faults, database, "documents", "count(*) FROM truename.stage_document", documents);
        expect(
                faults,
                database,
                "events of chunks",
                "coalesce(sum(embedded_seen), 0) FROM truename.stage_document",
                inRange(events, 3, 7));
        expect(
                faults,
                database,
                "retrievals that were found",
                "coalesce(sum(found), 0) FROM truename.retrieval_hour",
                inRange(events, 7, 9));
        expect(
                faults,
                database,
                "retrievals that failed",
                "coalesce(sum(missed), 0) FROM truename.retrieval_hour",
                inRange(events, 9, 10));
        expect(
                faults,
                database,
                "ids that are not the recipe's",
                "count(*) FROM truename.stage_document WHERE NOT known OR uploaded_id <> id OR embedded_wrong > 0",
                0);
        return faults;
    }

    private static long inRange(int events, int from, int until) {
        int rest = Math.max(0, Math.min(events % EACH_DOCUMENT, until) - from);
        return (long) (events / EACH_DOCUMENT) * (until - from) + rest;
    }

    private static void expect(List<String> faults, TestDatabase database, String name, String query, long expected) {
        long counted = Long.parseLong(database.value("SELECT " + query));
        if (counted != expected) {
            faults.add(name + ": " + counted + " instead of " + expected);
        }
    }
}
