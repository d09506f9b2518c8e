// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.move;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.rekeying.batch.PlannedDocument;
import io.truename.postgres.rekeying.fixture.BookkeepingTables;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.rekeying.run.DocumentState;
import io.truename.testkit.database.TestServer.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Batches of any size from a plan that is longer than a page, each worker with its own documents. */
class BatchPickerIT {
    private static final int DOCUMENTS = 450;
    private static final int WORKERS = 2;

    @Test
    void batch_isThePlansNextDocuments_asManyAsTheirRowsAllow() {
        try (Migration migration = Migration.ofSample(Migration.database(Version.NEWEST), DOCUMENTS)) {
            UUID run = migration.planned(Migration.settings(WORKERS, 0.01, Migration.SETTINGS.onFailure()));
            int number = migration.view(run).number();
            List<BookkeepingTables.Document> plan =
                    new ArrayList<>(new BookkeepingTables(migration.corpus()).documents());
            plan.removeIf(document -> document.state() != DocumentState.PLANNED);
            plan.sort(Comparator.comparingInt(BookkeepingTables.Document::rank)
                    .thenComparingLong(BookkeepingTables.Document::doc));
            assertThat(plan).hasSizeGreaterThan(400);

            for (int shard = 0; shard < WORKERS; shard++) {
                for (long rows : List.of(1L, 40L, 1_000L, 2_000L, 100_000L)) {
                    for (int most : List.of(1, 100, 150, Integer.MAX_VALUE)) {
                        int worker = shard;
                        List<PlannedDocument> batch = migration
                                .database()
                                .with(session -> BatchPicker.forward(session, number, worker, WORKERS, rows, most));
                        assertThat(batch.stream().map(PlannedDocument::doc))
                                .as("worker %d, %d rows, %d documents", shard, rows, most)
                                .containsExactlyElementsOf(expected(plan, shard, rows, most));
                    }
                }
            }
        }
    }

    private static List<Long> expected(List<BookkeepingTables.Document> plan, int shard, long rows, int most) {
        List<Long> batch = new ArrayList<>();
        long sum = 0;
        for (BookkeepingTables.Document document : plan) {
            if (document.doc() % WORKERS != shard) {
                continue;
            }
            sum += Math.max(1, document.rows());
            if (batch.size() == most || (!batch.isEmpty() && sum > rows)) {
                break;
            }
            batch.add(document.doc());
        }
        return batch;
    }
}
