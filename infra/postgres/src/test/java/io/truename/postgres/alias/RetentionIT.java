// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.alias;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.fixture.CorpusDatabase;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetentionIT {
    private static final UUID RUN = UUID.fromString("00000000-0000-4000-8000-000000000001");

    private final Retention retention = new Retention();
    private TestDatabase database;
    private Database pool;

    @BeforeEach
    void open() {
        database = CorpusDatabase.withOurTables(TestServer.Version.NEWEST);
        database.execute(
                "INSERT INTO truename.run (id, state, settings, mapping) VALUES ('" + RUN + "', 'FINISHED', '{}', '')");
        database.execute("INSERT INTO truename.document_map (run, doc, rank, old_id, new_id, rows, chunks, state)"
                + " SELECT 1, n, 0, gen_random_uuid(), gen_random_uuid(), 1, 1, 1 FROM generate_series(0, 49999) n");
        database.execute("INSERT INTO truename.chunk_map (run, doc, source, old_id, new_id)"
                + " SELECT 1, n, 1, gen_random_uuid(), gen_random_uuid() FROM generate_series(0, 49999) n");
        pool = Database.of(DatabaseUrl.parse(database.url()), "test", 2);
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void dropAliases_quiet_dropsAndEndsRollback() {
        assertThat(possible()).isTrue();

        Retention.Outcome outcome = dropAliases(7, false);

        assertThat(outcome).isEqualTo(new Retention.Outcome.Dropped(100_000));
        assertThat(possible()).isFalse();
    }

    @Test
    void dropAliases_oldIdsStillAskedFor_onlyWhenForced() {
        database.execute("INSERT INTO truename.alias_lookups VALUES ((now() AT TIME ZONE 'UTC')::date - 6, 3, 9)");

        assertThat(dropAliases(7, false)).isInstanceOf(Retention.Outcome.Refused.class);
        assertThat(possible()).isTrue();
        assertThat(dropAliases(6, false)).isInstanceOf(Retention.Outcome.Dropped.class);
        assertThat(dropAliases(7, true)).isEqualTo(new Retention.Outcome.Dropped(0));
    }

    @Test
    void dropArchive_runUnderWay_isRefused() {
        database.execute("UPDATE truename.run SET state = 'PAUSED'");

        Retention.Outcome outcome = pool.with(session -> retention.dropArchive(session, RUN));

        assertThat(outcome).isInstanceOf(Retention.Outcome.Refused.class);
        assertThat(possible()).isTrue();
    }

    @Test
    void sizes_countEveryTableOfOurs() {
        database.execute("ANALYZE truename.document_map, truename.chunk_map");

        var sizes = pool.with(retention::sizes);

        assertThat(sizes).hasSize(3);
        assertThat(sizes.get(0).rows()).isEqualTo(100_000);
        assertThat(sizes).allSatisfy(size -> assertThat(size.bytes()).isPositive());
    }

    private Retention.Outcome dropAliases(int quietDays, boolean forced) {
        return pool.with(session -> retention.dropAliases(session, RUN, quietDays, forced));
    }

    private boolean possible() {
        return pool.with(session -> retention.rollbackPossible(session, RUN));
    }
}
