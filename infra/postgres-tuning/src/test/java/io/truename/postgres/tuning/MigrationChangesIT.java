// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SchemaMigrations;
import io.truename.postgres.Session;
import io.truename.postgres.tuning.MigrationChanges.Entered;
import io.truename.testkit.database.TestServer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MigrationChangesIT {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final UUID RUN = UUID.fromString("7d444840-9dc0-41d1-b245-5ffdce74fad2");

    @ParameterizedTest
    @EnumSource
    void since_hasBeginsAndEnds_newestFirst(TestServer.Version version) {
        try (Database database = Database.of(
                DatabaseUrl.parse(TestServer.shared(version).database().url()), "test", 2)) {
            SchemaMigrations.run(database);
            database.inTransaction(session -> {
                session.update(
                        "INSERT INTO truename.run (id, state, settings, mapping) VALUES ($1, 'FINISHED', '{}', '')",
                        RUN);
                entered(session, "RUNNING", NOON.minusSeconds(7_200));
                entered(session, "PLANNED", NOON);
                entered(session, "RUNNING", NOON.plusSeconds(60));
                entered(session, "FINISHED", NOON.plusSeconds(3_600));
                return true;
            });

            List<Entered> changes = database.with(session -> new MigrationChanges().since(session, NOON));
            assertThat(changes)
                    .containsExactly(
                            new Entered(RUN, NOON.plusSeconds(3_600), "FINISHED"),
                            new Entered(RUN, NOON.plusSeconds(60), "RUNNING"));
        }
    }

    private static void entered(Session session, String state, Instant at) {
        session.update(
                "INSERT INTO truename.transition (run, at, from_state, to_state, command)"
                        + " SELECT number, $2, 'x', $1, 'x' FROM truename.run",
                state,
                at.atOffset(ZoneOffset.UTC));
    }
}
