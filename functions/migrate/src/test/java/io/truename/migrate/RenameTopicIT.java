// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PubsubMessage;
import io.grpc.Status;
import io.truename.postgres.rekeying.fixture.BookkeepingChanges;
import io.truename.postgres.rekeying.fixture.BookkeepingTable;
import io.truename.postgres.rekeying.fixture.BookkeepingTables;
import io.truename.postgres.rekeying.rename.PublicationStore;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.fault.ArmedFault;
import io.truename.testkit.fault.TcpProxy;
import io.truename.testkit.rename.RenameConsumer;
import io.truename.testkit.rename.RenamedCorpus;
import io.truename.testkit.suite.LongSuite;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Renames on their topic, by publishers that are killed, and a topic that refuses. */
class RenameTopicIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final TestServer server = TestServer.shared(TestServer.Version.NEWEST);
    private final TestDatabase database = server.database();
    private final TcpProxy proxy = TcpProxy.before(server.port());
    private final RenamedCorpus corpus = new RenamedCorpus(database, 40);
    private final Topics topics;

    RenameTopicIT() throws IOException {
        topics = Topics.start();
        start();
    }

    private void start() {
        corpus.start(Deployable.process(), database.url(proxy.port()), "p1", topics.address());
    }

    @AfterEach
    void stop() {
        corpus.close();
        proxy.close();
        topics.close();
    }

    /** Each page is published, and its publisher killed before the cursor moves or after; then each message comes twice, in any order. */
    @LongSuite
    @Test
    void stores_endAsTheDatabase_withKilledPublishers_duplicatesAndNoOrder() throws Exception {
        Set<String> objectsBefore = corpus.objects();
        RenameConsumer bucket = new RenameConsumer(objectsBefore);
        RenameConsumer index = new RenameConsumer(corpus.vectors());
        String run = corpus.finished();

        publishedWithAKill(true, 0);
        List<JsonNode> forward = messages();
        long forwardPairs = pairs();
        shuffled(forward, Map.of("objects", bucket, "vectors", index));
        assertThat(bucket.names()).isEqualTo(corpus.objects()).isNotEqualTo(objectsBefore);
        assertThat(index.names()).isEqualTo(corpus.vectors());

        corpus.rolledBack(run);
        publishedWithAKill(false, forwardPairs);
        // Messages of before come again, too.
        List<JsonNode> all = messages();
        all.addAll(forward);
        shuffled(all, Map.of("objects", bucket, "vectors", index));
        assertThat(bucket.names()).isEqualTo(corpus.objects()).isEqualTo(objectsBefore);
        assertThat(index.names()).isEqualTo(corpus.vectors());
        assertThat(bucket.early()).isPositive();
        assertThat(bucket.duplicates()).isGreaterThan(bucket.effects());
    }

    /** A consumer that gets both directions for the first time, out of order, goes there and back. */
    @LongSuite
    @Test
    void bothDirectionsAtOnce_outOfOrder_leaveTheStoreAsItWas() throws Exception {
        Set<String> before = corpus.objects();
        String run = corpus.finished();
        corpus.rolledBack(run);
        publishAll(0);
        List<JsonNode> all = messages();
        RenameConsumer bucket = new RenameConsumer(before);
        shuffled(all, Map.of("objects", bucket, "vectors", new RenameConsumer(corpus.vectors())));
        assertThat(bucket.names()).isEqualTo(before);
        assertThat(bucket.effects()).isEqualTo((int) all.stream()
                .filter(pair -> pair.path("store").asText().equals("objects"))
                .count());
    }

    /** Pairs of one ordering key come in order; a request has one key; what was published is not published again, and not deleted. */
    @Test
    void pairs_arePublishedOnce_inTheOrderOfTheirKey() throws Exception {
        String run = corpus.finished();
        publishAll(0);
        assertThat(renames())
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.getMessagesList())
                        .extracting(PubsubMessage::getOrderingKey)
                        .containsOnly(request.getMessages(0).getOrderingKey()));
        Map<String, Long> last = new HashMap<>();
        for (PublishRequest request : renames()) {
            for (PubsubMessage message : request.getMessagesList()) {
                JsonNode pair = MAPPER.readTree(message.getData().toStringUtf8());
                long position = pair.path("position").asLong();
                assertThat(position).isGreaterThan(last.getOrDefault(message.getOrderingKey(), 0L));
                last.put(message.getOrderingKey(), position);
                assertThat(message.getAttributesMap())
                        .containsEntry("store", pair.path("store").asText())
                        .containsEntry("direction", "FORWARD")
                        .containsEntry("run", run);
                assertThat(pair.path("kind").asText())
                        .isEqualTo(pair.path("store").asText().equals("objects") ? "document" : "chunk");
                assertThat(pair.path("table").asText()).isIn("app.file", "app.chunk");
            }
        }
        int published = messages().size();
        assertThat(published).isEqualTo(pairs());
        corpus.tick();
        assertThat(messages()).isEmpty();
        assertThat(pairs()).isEqualTo(published);
        String written = "\"event\":\"renames.published\"";
        assertThat(corpus.function().output().text(written)).contains(written);
    }

    /** A topic that is missing, or that refuses, is said in the log and stops no run; once it takes messages, nothing is lost. */
    @Test
    void topicThatRefuses_isAnErrorInTheLog_andStopsNoRun() throws Exception {
        String run = corpus.finished();
        topics.failures().addAll(List.of(Status.NOT_FOUND, Status.PERMISSION_DENIED));
        while (!topics.failures().isEmpty()) {
            corpus.tick();
        }
        assertThat(renames()).isEmpty();
        assertThat(corpus.function()
                        .output()
                        .await(line -> line.contains("\"event\":\"renames.not_published\""), 2, Duration.ofSeconds(10)))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .contains("\"severity\":\"ERROR\"", "\"lasting\":true", "TRUENAME_RENAMES_TOPIC"));
        corpus.rolledBack(run);
        publishAll(0);
        assertThat(messages()).hasSize((int) pairs());
    }

    /** Catches pairs that are never published, without a word, because the cursor is one of the server of before a restore. */
    @Test
    void pairsOfAnotherServer_areAnErrorInTheLog() throws Exception {
        corpus.finished();
        publishAll(0);
        messages();
        BookkeepingChanges changes = new BookkeepingChanges(database);
        for (BookkeepingTable table : List.of(BookkeepingTable.RENAME, BookkeepingTable.RENAME_PUBLICATION)) {
            changes.set(table, "writer = '999999999999'", "store = 'objects'");
            corpus.tick();
            changes.set(table, "writer = '1'", "store = 'objects'");
        }

        assertThat(corpus.function()
                        .output()
                        .await(line -> line.contains("\"event\":\"renames.not_published\""), 2, Duration.ofSeconds(10)))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("\"severity\":\"ERROR\"", "SET writer = '1'"));
    }

    /** Catches assessments that wait for a publication that cannot be done. */
    @Test
    void databaseThatRefusesThePublication_stopsNoAssessment() throws Exception {
        corpus.finished();
        database.execute("CREATE FUNCTION refused() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN RAISE EXCEPTION 'no'; END $$");
        BookkeepingChanges changes = new BookkeepingChanges(database);
        changes.createTrigger("refused", "BEFORE INSERT OR UPDATE", BookkeepingTable.RENAME_PUBLICATION);
        changes.addAssessment(UUID.randomUUID());

        HttpResponse<String> answer = corpus.post("/steps", "{}");

        assertThat(answer.statusCode()).as(answer.body()).isGreaterThanOrEqualTo(500);
        assertThat(new BookkeepingTables(database).contents(BookkeepingTable.ASSESSMENT))
                .singleElement()
                .satisfies(assessment -> assertThat(assessment).contains("DONE"));
    }

    /** @param before number of pairs that the topic has had before */
    private void publishedWithAKill(boolean answered, long before) throws Exception {
        ArmedFault armed = proxy.atNext(PublicationStore.MOVED, exchange -> {
            if (answered) {
                exchange.forward();
                exchange.awaitAnswer();
            }
            corpus.close();
            exchange.cut();
        });
        assertThatThrownBy(() -> publishAll(before)).isInstanceOf(IOException.class);
        assertThat(armed.struck()).isTrue();
        assertThat(armed.awaitOver(PATIENCE)).isTrue();
        new BookkeepingChanges(database).expirePublications();
        start();
        publishAll(before);
    }

    /** Wakes the publisher until the topic has all pairs. Transactions of other databases of the server hold some back for a moment. */
    private void publishAll(long before) throws Exception {
        long wanted = pairs() - before;
        Instant deadline = Instant.now().plus(PATIENCE);
        do {
            assertThat(Instant.now()).isBefore(deadline);
            corpus.tick();
        } while (positions() < wanted);
    }

    private long positions() throws IOException {
        Set<String> positions = new HashSet<>();
        for (PublishRequest request : renames()) {
            for (PubsubMessage message : request.getMessagesList()) {
                positions.add(MAPPER.readTree(message.getData().toStringUtf8())
                        .path("position")
                        .asText());
            }
        }
        return positions.size();
    }

    /** Delivers every message twice, in any order, and those that come too early again. */
    private static void shuffled(List<JsonNode> messages, Map<String, RenameConsumer> stores) {
        List<JsonNode> twice = new ArrayList<>(messages);
        twice.addAll(messages);
        Collections.shuffle(twice, new Random(7));
        Deque<JsonNode> left = new ArrayDeque<>(twice);
        int refused = 0;
        while (!left.isEmpty()) {
            JsonNode pair = left.poll();
            if (stores.get(pair.path("store").asText()).take(RenameConsumer.Pair.of(pair))) {
                refused = 0;
            } else {
                left.add(pair);
                refused++;
            }
            assertThat(refused).as("messages that all wait for others").isLessThanOrEqualTo(left.size());
        }
    }

    private List<PublishRequest> renames() {
        return topics.requests().stream()
                .filter(request -> request.getTopic().equals("projects/p1/topics/" + RenamedCorpus.TOPIC))
                .toList();
    }

    /** Takes the messages away. */
    private List<JsonNode> messages() throws IOException {
        List<JsonNode> messages = new ArrayList<>();
        for (PublishRequest request : renames()) {
            for (PubsubMessage message : request.getMessagesList()) {
                messages.add(MAPPER.readTree(message.getData().toStringUtf8()));
            }
        }
        topics.requests().clear();
        return messages;
    }

    private long pairs() throws Exception {
        return corpus.pairs(RenamedCorpus.OBJECTS) + corpus.pairs(RenamedCorpus.VECTORS);
    }
}
