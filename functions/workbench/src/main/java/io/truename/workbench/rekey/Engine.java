// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.rekey;

import io.truename.testkit.database.TestDatabase;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** An engine that is left to choose its batches, with one instance for each of its workers. */
public record Engine(MigrationUnderTest migration) implements Contender {
    @Override
    public String name() {
        return migration.name();
    }

    @Override
    public Timing run(TestDatabase database) {
        double assessSeconds = migration.assess(database.url());
        long begun = System.nanoTime();
        migration.plan(database.url(), 0);
        double planSeconds = (System.nanoTime() - begun) / 1e9;
        database.executeAsSuperuser("CHECKPOINT");
        migration.start(database.url());
        work(database, Direction.FORWARD);
        return new Timing(
                assessSeconds,
                planSeconds,
                number(
                        database,
                        "SELECT extract(epoch FROM max(b.at) - min(r.started_at)) FROM truename.batch b, truename.run r"),
                number(
                        database,
                        "SELECT extract(epoch FROM max(r.ended_at) - max(b.at)) FROM truename.batch b, truename.run r"),
                (long) number(database, "SELECT count(*) FROM truename.batch"),
                number(database, "SELECT max(seconds) FROM truename.batch"));
    }

    /** Takes the finished run back; seconds. */
    double rollBack(TestDatabase database) {
        long begun = System.nanoTime();
        migration.rollBack(database.url());
        work(database, Direction.BACK);
        return (System.nanoTime() - begun) / 1e9;
    }

    @Override
    public Optional<String> report(TestDatabase database) {
        return migration.report(database.url());
    }

    private void work(TestDatabase database, Direction direction) {
        List<CompletableFuture<Void>> workers = new ArrayList<>();
        for (int shard = 0; shard < migration.workers(); shard++) {
            int each = shard;
            workers.add(CompletableFuture.runAsync(() -> work(database, direction, each)));
        }
        workers.forEach(CompletableFuture::join);
    }

    private void work(TestDatabase database, Direction direction, int shard) {
        try (MigrationUnderTest.Instance instance = migration.instance(database.url(), Clock.systemUTC(), shard)) {
            while (!database.value("SELECT state FROM truename.run").equals(direction.endState())) {
                String answer = instance.deliver();
                LockSupport.parkNanos(instance.dueIn().toNanos());
                if (answer.startsWith("failed") || answer.startsWith("paused")) {
                    throw new IllegalStateException(migration.name() + " answered " + answer + ": "
                            + database.value("SELECT last_error FROM truename.run"));
                }
            }
        }
    }

    private static double number(TestDatabase database, String sql) {
        return Double.parseDouble(database.value(sql));
    }
}
