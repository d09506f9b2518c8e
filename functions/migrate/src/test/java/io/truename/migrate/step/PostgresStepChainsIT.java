// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.step;

import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SchemaMigrations;
import io.truename.postgres.rekeying.fixture.BookkeepingChanges;
import io.truename.postgres.rekeying.run.PostgresStepChains;
import io.truename.rekeying.run.RunState;
import io.truename.rekeying.run.StepChains;
import io.truename.testkit.Samples;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

/** Steps on the chains of a real database. Time passes in it as the stored times go back. */
class PostgresStepChainsIT extends StepChainsContract {
    private final TestDatabase test =
            TestServer.shared(TestServer.Version.NEWEST).database();
    private final Database database = Database.of(DatabaseUrl.parse(test.url()), "step-chains-test", 4);

    PostgresStepChainsIT() {
        super(Samples.count(18, 60));
    }

    @Override
    StepSimulation.Stepped stepped() {
        SchemaMigrations.run(database);
        BookkeepingChanges changes = new BookkeepingChanges(test);
        UUID id = UUID.randomUUID();
        int number = changes.addRun(id, RunState.RUNNING);
        for (int shard = 0; shard < StepSimulation.WORKERS; shard++) {
            changes.addShard(number, shard, 0);
        }
        return new Stored(id, changes, new PostgresStepChains(database));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private record Stored(UUID run, BookkeepingChanges changes, StepChains chains) implements StepSimulation.Stepped {
        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public void pass(Duration time) {
            changes.stepsDueEarlier(time);
        }

        @Override
        public void lease(int shard, boolean held) {
            changes.lease(shard, held);
        }

        @Override
        public void moving(boolean moving) {
            changes.runState(moving ? RunState.RUNNING : RunState.PAUSED);
        }
    }
}
