// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SchemaMigrations;
import io.truename.reviewing.feedback.Answer;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FeedbackStoreIT {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final Answer YES = new Answer("console", Optional.of(true), OptionalInt.empty(), NOON);
    private static final Answer TEN =
            new Answer("weekly-engineering", Optional.empty(), OptionalInt.of(10), NOON.plusSeconds(1));

    private final FeedbackStore store = new FeedbackStore();
    private Database database;

    @AfterEach
    void close() {
        database.close();
    }

    private boolean add(UUID id, Answer answer) {
        return database.inTransaction(session -> store.add(session, id, answer));
    }

    private List<Answer> all() {
        return database.with(session -> store.answers(session, Instant.EPOCH, NOON.plusSeconds(3600)));
    }

    @ParameterizedTest
    @EnumSource
    void answer_countsOnce_andOfItsTimeOnly(TestServer.Version version) {
        TestDatabase test = TestServer.shared(version).database();
        database = Database.of(DatabaseUrl.parse(test.url()), "test", 2);
        SchemaMigrations.run(database);
        UUID id = UUID.randomUUID();
        assertThat(add(id, YES)).isTrue();
        assertThat(add(id, TEN)).isFalse();
        assertThat(add(UUID.randomUUID(), TEN)).isTrue();

        assertThat(all()).containsExactly(TEN, YES);
        List<Answer> ofASecond = database.with(session -> store.answers(session, NOON, NOON.plusSeconds(1)));
        assertThat(ofASecond).containsExactly(YES);
        // A column for a person would be a line here.
        assertThat(test.rows("SELECT column_name FROM information_schema.columns WHERE table_schema = 'truename'"
                        + " AND table_name = 'feedback'"))
                .containsExactlyInAnyOrder("id", "segment", "useful", "score", "at");
    }

    @ParameterizedTest
    @EnumSource(names = "NEWEST")
    void answer_isDroppedAfterItsTime(TestServer.Version version) {
        database = Database.of(
                DatabaseUrl.parse(TestServer.shared(version).database().url()), "test", 2);
        SchemaMigrations.run(database);
        add(UUID.randomUUID(), YES);
        add(
                UUID.randomUUID(),
                new Answer(
                        "console",
                        Optional.of(false),
                        OptionalInt.of(0),
                        NOON.plus(FeedbackStore.KEPT).plusSeconds(1)));

        assertThat(all()).isEmpty();
    }
}
