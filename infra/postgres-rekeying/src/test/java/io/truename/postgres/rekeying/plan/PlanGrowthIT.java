// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.PlannerSettings;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.fixture.CorpusDatabase;
import io.truename.postgres.rekeying.fixture.BookkeepingChanges;
import io.truename.postgres.rekeying.fixture.TouchedRows;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A page of a plan that looks for equal chunks once for each chunk takes minutes for a corpus of 100,000. */
class PlanGrowthIT {
    private static final int CHUNKS = 400;
    private static final double LINEAR = 4.6;

    @ParameterizedTest
    @EnumSource
    void chunksWithOneId_areFoundInTimeThatGrowsWithThePage(Version version) {
        assertThat((double) touched(version, 4 * CHUNKS) / touched(version, CHUNKS))
                .isLessThan(LINEAR);
    }

    private static long touched(Version version, int chunks) {
        TestDatabase database = CorpusDatabase.withOurTables(version);
        new BookkeepingChanges(database)
                .addChunks(
                        1,
                        "SELECT n / 10, gen_random_uuid(), gen_random_uuid() FROM generate_series(0, " + (chunks - 1)
                                + ") n");
        try (Database ours = Database.of(DatabaseUrl.parse(database.url()), "growth", 1);
                Session session = ours.open()) {
            return session.inTransaction(() -> {
                session.execute(PlannerSettings.IN_ORDER);
                return TouchedRows.of(session, ChunkScan.DUPLICATES, 1, 0L, (long) chunks, 100);
            });
        }
    }
}
