// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.rename;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.postgres.rekeying.rename.RenameStore;
import io.truename.pubsub.Message;
import io.truename.pubsub.PublishException;
import io.truename.pubsub.Publisher;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.SteppedClock;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.schema.SchemaVariant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The publisher before topics that are slow. */
class RenamePublisherIT {
    private static final Duration LEASE = Duration.ofMinutes(2);

    private final TestDatabase corpus =
            TestServer.shared(TestServer.Version.NEWEST).database();
    private final Migration migration;
    private final SteppedClock clock = new SteppedClock(Instant.EPOCH);
    private final List<Duration> pages = new ArrayList<>();
    private int published;

    RenamePublisherIT() {
        SchemaVariant.FILES_WITH_METADATA.create(corpus, 60);
        migration = Migration.of(
                SchemaVariant.FILES_WITH_METADATA,
                corpus,
                "external: [{store: objects, of: documents}, {store: vectors, of: chunks}]");
    }

    @AfterEach
    void close() {
        migration.close();
    }

    /** Catches a page that no publisher finishes within its lease, so that each one publishes it again. */
    @Test
    void pages_endWithinTheLease_whateverARequestTakes() {
        migration.drive(migration.started(Migration.SETTINGS), RunState.FINISHED);
        int requests = pagesOf(new SlowTopic(Duration.ofSeconds(10)));
        assertThat(pages).allSatisfy(page -> assertThat(page).isLessThan(LEASE));
        assertThat(requests).isGreaterThan(32);
    }

    /** Catches a request for each pair. */
    @Test
    void pages_ofAQuickTopic_areLarge() {
        migration.drive(migration.started(Migration.SETTINGS), RunState.FINISHED);
        pagesOf(new SlowTopic(Duration.ZERO));
        assertThat(pages).hasSizeLessThan(published / 20);
    }

    private int pagesOf(SlowTopic topic) {
        RenamePublisher publisher = new RenamePublisher(migration.database(), topic, "renames", new Pages(), clock);
        long pairs = migration.database().with(new RenameStore()::pending).stream()
                .mapToLong(RenameStore.Pending::pairs)
                .sum();
        // Transactions of other databases of the server hold pairs back for a moment.
        Migration.await(() -> "published " + published + " of " + pairs, () -> {
            publisher.publish(Instant.MAX);
            return published == pairs;
        });
        return topic.requests;
    }

    private final class SlowTopic implements Publisher {
        private final Duration time;
        private int requests;

        SlowTopic(Duration time) {
            this.time = time;
        }

        @Override
        public void publish(String topic, Message message) {
            publish(topic, List.of(message));
        }

        @Override
        public void publish(String topic, List<Message> messages) {
            requests++;
            clock.advance(time);
        }
    }

    private final class Pages implements RenamePublisher.Listener {
        private Instant before = clock.instant();

        @Override
        public void published(int pairs) {
            published += pairs;
            pages.add(Duration.between(before, clock.instant()));
            before = clock.instant();
        }

        @Override
        public void failed(PublishException refusal) {
            throw refusal;
        }

        @Override
        public void restored() {
            throw new AssertionError("pairs of another server");
        }

        @Override
        public void waiting(Duration oldest) {}
    }
}
