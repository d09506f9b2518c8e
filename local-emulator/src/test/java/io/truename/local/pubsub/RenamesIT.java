// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.pubsub.v1.ReceivedMessage;
import io.truename.testkit.InvokerProcess;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.rename.RenameConsumer;
import io.truename.testkit.rename.RenamedCorpus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Renames of a run of migrate on their topic, followed by a bucket without ordering and a vector store with it. */
final class RenamesIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Path MIGRATE = Path.of("..", "functions", "migrate", "target", "deploy");

    private final TestDatabase database =
            TestServer.shared(TestServer.Version.NEWEST).database();
    private final RenamedCorpus corpus = new RenamedCorpus(database, 60);
    private PubSubBench bench;

    @BeforeEach
    void start() throws IOException {
        bench = new PubSubBench();
        bench.createTopic("migration-steps");
        bench.createTopic(RenamedCorpus.TOPIC);
        bench.createSubscription(
                "objects", "document-renames", with -> with.setFilter("attributes.store = \"objects\""));
        bench.createSubscription(
                "vectors",
                "document-renames",
                with -> with.setFilter("attributes.store = \"vectors\"").setEnableMessageOrdering(true));
        corpus.start(
                InvokerProcess.ofDeployable(MIGRATE, "io.truename.migrate.MigrateFunction"),
                database.url(),
                LocalPubSub.PROJECT,
                bench.pubSub.target());
    }

    @AfterEach
    void stop() throws InterruptedException {
        corpus.close();
        bench.close();
    }

    @Test
    void stores_followARunAndItsRollback() throws Exception {
        Set<String> objectsBefore = corpus.objects();
        Set<String> vectorsBefore = corpus.vectors();
        RenameConsumer bucket = new RenameConsumer(objectsBefore);
        RenameConsumer index = new RenameConsumer(vectorsBefore);
        bench.faults("objects", "{\"duplicate\": 0.3, \"reorder\": true, \"loseAcks\": 0.2}");
        bench.faults("vectors", "{\"duplicate\": 0.3, \"loseAcks\": 0.2}");

        String run = corpus.finished();
        follow("vectors", index, corpus.vectors());
        assertThat(corpus.vectors()).isNotEqualTo(vectorsBefore);

        // The bucket was away: it gets the way there and the way back at once.
        corpus.rolledBack(run);
        follow("objects", bucket, objectsBefore);
        follow("vectors", index, vectorsBefore);

        assertThat(corpus.objects()).isEqualTo(objectsBefore);
        assertThat(bucket.duplicates()).isPositive();
        assertThat(bucket.early()).isPositive();
        // Its messages are in order.
        assertThat(index.early()).isZero();
        assertThat(index.duplicates()).isPositive();
    }

    /** Takes messages until there are none, and each pair has had its effect. */
    private void follow(String store, RenameConsumer consumer, Set<String> wanted) throws Exception {
        Instant deadline = Instant.now().plus(PATIENCE);
        long pairs = corpus.pairs(store);
        while (consumer.effects() < pairs || bench.status(store).backlog() > 0) {
            assertThat(Instant.now()).isBefore(deadline);
            corpus.tick();
            List<ReceivedMessage> messages = bench.glance(store, 50);
            for (ReceivedMessage message : messages) {
                if (consumer.take(RenameConsumer.Pair.of(
                        JSON.readTree(message.getMessage().getData().toStringUtf8())))) {
                    bench.ack(store, message);
                } else {
                    bench.nack(store, message);
                }
            }
            // Acknowledgements that were lost are due again.
            bench.clock.advance(Duration.ofSeconds(11));
        }
        assertThat(consumer.effects()).isEqualTo((int) pairs);
        assertThat(consumer.names()).isEqualTo(wanted);
    }
}
