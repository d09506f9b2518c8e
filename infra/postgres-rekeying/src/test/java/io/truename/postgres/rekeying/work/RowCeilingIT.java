// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.rekeying.fixture.BookkeepingTables;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.rekeying.run.RunSettings;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The ceiling of rows per second holds over pieces of work, whoever asks for them. */
class RowCeilingIT {
    private static final long CEILING = 40;
    private static final int LARGEST_DOCUMENT = 24;

    private final TestDatabase corpus = Migration.database(Version.NEWEST);

    /** Catches a bucket that each piece of work finds anew, and batches that are larger than a second's rows. */
    @Test
    void piecesOfWork_shareOneBucket() {
        Time time = new Time();
        try (Migration migration = Migration.ofSample(corpus, 200)) {
            UUID run = migration.started(withCeiling());
            time.now = Instant.now();
            RunWorker worker = migration.worker(time);
            long rows = 0;
            for (int piece = 0; piece < 20; piece++) {
                rows += worker.work(run, 0, () -> true).rows();
                time.now = time.now.plusMillis(250);
            }

            // In five seconds; and one batch may overdraw what there is.
            assertThat(rows).isBetween(4 * CEILING, 6 * CEILING + LARGEST_DOCUMENT);
            assertThat(new BookkeepingTables(corpus).batches())
                    .isNotEmpty()
                    .allMatch(batch -> batch.rowsMoved() <= CEILING + LARGEST_DOCUMENT);
        }
    }

    /** Catches a clock that was ahead once, after which nobody may move a row. */
    @Test
    void clockThatWasAhead_stopsNobody() {
        Time time = new Time();
        try (Migration migration = Migration.ofSample(corpus, 60)) {
            UUID run = migration.started(withCeiling());
            time.now = Instant.now().plus(Duration.ofDays(1));
            assertThat(migration.worker(time).work(run, 0, () -> true).rows()).isPositive();
            time.now = Instant.now();
            migration.worker(time).work(run, 0, () -> true);
            time.now = time.now.plusSeconds(5);
            assertThat(migration.worker(time).work(run, 0, () -> true).rows()).isPositive();
        }
    }

    private static RunSettings withCeiling() {
        RunSettings usual = Migration.SETTINGS;
        return new RunSettings(
                usual.strategy(),
                usual.onCollision(),
                usual.dryRun(),
                usual.acceptNoBackup(),
                usual.acceptSlowReferences(),
                1,
                Duration.ofSeconds(1),
                CEILING,
                usual.window(),
                usual.quarantineLimit(),
                usual.onFailure(),
                usual.recentDays(),
                usual.vacuum());
    }

    private static final class Time extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
