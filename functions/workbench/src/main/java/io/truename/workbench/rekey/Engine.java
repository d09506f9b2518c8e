// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.rekey;

import io.truename.testkit.database.TestDatabase;
import java.time.Clock;

/** An engine that is left to choose its batches. */
public record Engine(MigrationUnderTest migration) implements Contender {
    @Override
    public String name() {
        return migration.name();
    }

    @Override
    public Timing run(TestDatabase database) {
        long begun = System.nanoTime();
        migration.plan(database.url(), 0);
        long planned = System.nanoTime();
        migration.start(database.url());
        try (MigrationUnderTest.Instance instance = migration.instance(database.url(), Clock.systemUTC())) {
            while (!database.value("SELECT state FROM truename.run").equals(Direction.FORWARD.endState())) {
                String answer = instance.deliver();
                if (answer.startsWith("failed")) {
                    throw new IllegalStateException(migration.name() + " answered " + answer);
                }
            }
        }
        double seconds = (System.nanoTime() - planned) / 1e9;
        return new Timing(
                (planned - begun) / 1e9,
                seconds,
                Long.parseLong(database.value("SELECT count(*) FROM truename.batch")),
                Double.parseDouble(database.value("SELECT max(seconds) FROM truename.batch")));
    }
}
