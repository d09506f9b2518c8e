// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.tuning;

import io.truename.postgres.Database;
import io.truename.postgres.Session;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Two transactions of which the second begins before the first ends. */
final class Simultaneous {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private Simultaneous() {}

    /** Commits the first when the second has ended, or waits for it. */
    static void run(Database database, Consumer<Session> first, Consumer<Session> second) {
        CompletableFuture<Boolean> other = database.inTransaction(one -> {
            first.accept(one);
            CompletableFuture<Boolean> begun = CompletableFuture.supplyAsync(() -> database.inTransaction(two -> {
                second.accept(two);
                return true;
            }));
            long deadline = System.nanoTime() + LONGEST.toNanos();
            while (!begun.isDone() && !waits(database) && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            return begun;
        });
        other.join();
    }

    private static boolean waits(Database database) {
        return database.with(session -> session.one(
                "SELECT EXISTS (SELECT FROM pg_stat_activity"
                        + " WHERE wait_event_type = 'Lock' AND datname = current_database()) AS waits",
                row -> row.flag("waits")));
    }
}
