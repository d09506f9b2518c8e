// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.rekeying.fixture.BookkeepingTables;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.Samples;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import io.truename.testkit.schema.KeyedVariant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of schema whose keys stay, there and back, in turn on the oldest and the newest server, or each on both with
 * {@code -Dtruename.samples=all}. True ids are checked with PostgreSQL's own functions.
 */
class BackfillVariantsIT {
    private static final int DOCUMENTS = 60;

    static Stream<Arguments> variants() {
        return Samples.inTurn(KeyedVariant.values(), Version.values()).stream()
                .map(pair -> Arguments.of(pair.getKey(), pair.getValue()));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("variants")
    void halfARun_andAWholeOne_giveTrueIds_andComeBackToTheByte(KeyedVariant variant, Version version) {
        TestDatabase corpus = Migration.database(version);
        variant.create(corpus, DOCUMENTS);
        Map<String, String> before = variant.contents(corpus);
        try (Migration migration = Migration.of(variant, corpus)) {
            UUID half = migration.started(Migration.SETTINGS);
            migration.oneBatch(half, 0);
            assertThat(done(migration.view(half))).isPositive();
            migration.rolledBack(half);
            assertThat(variant.contents(corpus)).isEqualTo(before);

            UUID run = migration.planned(Migration.SETTINGS);
            assertThat(variant.contents(corpus)).isEqualTo(before);
            migration.command(run, RunCommand.START);
            RunView finished = migration.drive(run, RunState.FINISHED);

            String twice = corpus.value(variant.twice());
            assertThat(corpus.value(variant.untrue())).isEqualTo(twice);
            assertThat(finished.documents().skipped() + finished.chunks().skipped())
                    .hasToString(twice);
            assertThat(done(finished))
                    .isEqualTo(
                            finished.documents().planned() + finished.chunks().planned());
            assertThat(finished.documents().quarantined()).isZero();
            assertThat(new BookkeepingTables(corpus).quarantined()).isEmpty();

            RunView back = migration.rolledBack(run);

            assertThat(variant.contents(corpus)).isEqualTo(before);
            assertThat(done(back)).isZero();
            assertThat(migration
                            .drive(migration.started(Migration.SETTINGS), RunState.FINISHED)
                            .documents())
                    .isEqualTo(finished.documents());
            assertThat(corpus.value(variant.untrue())).isEqualTo(twice);
        }
    }

    private static long done(RunView run) {
        return run.documents().done() + run.chunks().done();
    }
}
