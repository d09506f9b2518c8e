// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import io.truename.migrate.http.RetainedData;
import io.truename.postgres.Database;
import io.truename.postgres.rekeying.alias.AliasStore;
import io.truename.postgres.rekeying.alias.EndedRun;
import io.truename.postgres.rekeying.alias.Retention;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** Data retained from runs, in PostgreSQL. */
final class PostgresRetainedData implements RetainedData {
    private static final int DAYS = 30;
    private static final int MOST_RUNS = 100;

    private final Database database;
    private final Clock clock;
    private final Retention retention = new Retention();
    private final AliasStore aliases = new AliasStore();

    PostgresRetainedData(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Overview overview() {
        return database.with(session -> new Overview(
                retention.sizes(session),
                DAYS,
                aliases.lookups(session, DAYS),
                aliases.lookupsByDay(session, DAYS),
                EndedRun.newest(session, MOST_RUNS)));
    }

    @Override
    public Retention.Outcome dropAliases(UUID run, int quietDays, boolean forced, Instant deadline) {
        return database.with(session -> retention.dropAliases(session, run, quietDays, forced, until(deadline)));
    }

    @Override
    public Retention.Outcome dropArchive(UUID run, Instant deadline) {
        return database.with(session -> retention.dropArchive(session, run, until(deadline)));
    }

    private BooleanSupplier until(Instant deadline) {
        return () -> clock.instant().isBefore(deadline);
    }
}
