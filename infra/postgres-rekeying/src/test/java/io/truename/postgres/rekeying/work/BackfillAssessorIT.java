// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.assess.BackfillTally;
import io.truename.corpus.assess.BackfillTally.OfTable;
import io.truename.postgres.corpus.assess.AssessmentStore;
import io.truename.postgres.rekeying.backfill.BackfillAssessor;
import io.truename.postgres.rekeying.fixture.BookkeepingChanges;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import io.truename.testkit.schema.KeyedVariant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Counts of corpora whose keys stay, before and after a run. */
class BackfillAssessorIT {
    private static final int DOCUMENTS = 40;

    @ParameterizedTest
    @EnumSource
    void assessment_countsWhatTheRunThenWrites(KeyedVariant variant) {
        TestDatabase corpus = Migration.database(Version.NEWEST);
        variant.create(corpus, DOCUMENTS);
        try (Migration migration = Migration.of(variant, corpus)) {
            BackfillTally before = assessed(migration, () -> false);
            // The same in steps of one slice.
            assertThat(assessed(migration, () -> true).tables()).isEqualTo(before.tables());
            assertThat(sum(before, table -> table.shared().shared())).hasToString(corpus.value(variant.twice()));
            assertThat(before.tables().get(0).rows()).isEqualTo(DOCUMENTS);

            migration.drive(migration.started(Migration.SETTINGS), RunState.FINISHED);

            BackfillTally after = assessed(migration, () -> false);
            for (int source = 0; source < before.tables().size(); source++) {
                OfTable was = before.tables().get(source);
                OfTable is = after.tables().get(source);
                assertThat(is.rows()).isEqualTo(was.rows());
                assertThat(is.unnamed()).isEqualTo(was.unnamed());
                assertThat(is.held())
                        .isEqualTo(
                                was.stored()
                                        ? was.rows()
                                                - was.unnamed()
                                                - was.shared().shared()
                                        : 0);
            }
        }
    }

    private static Long sum(BackfillTally tally, ToLongFunction<OfTable> number) {
        return tally.tables().stream().mapToLong(number).sum();
    }

    private static BackfillTally assessed(Migration migration, BooleanSupplier timeIsUp) {
        UUID id = UUID.randomUUID();
        new BookkeepingChanges(migration.corpus()).addAssessment(id);
        BackfillAssessor assessor =
                new BackfillAssessor(migration.inspectBeside().schema().orElseThrow());
        BackfillTally[] tally = {null};
        Migration.await(() -> "the assessment does not end", () -> {
            Optional<BackfillTally> step = migration.database().with(session -> assessor.tick(session, id, timeIsUp));
            tally[0] = step.orElseThrow();
            return tally[0].complete();
        });
        // Whoever looks meanwhile finds an assessment that runs, whatever place it stores.
        Optional<AssessmentStore.Stored> stored =
                migration.database().with(session -> new AssessmentStore().find(session, id));
        assertThat(stored.orElseThrow().state()).isEqualTo(AssessmentStore.State.RUNNING);
        return tally[0];
    }
}
