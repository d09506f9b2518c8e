// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.truename.corpus.schema.Finding;
import io.truename.postgres.corpus.search.SearchLimits;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.postgres.rekeying.plan.Preflight;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Plans that warn of references that nobody declared. */
class PlanSearchIT {
    private static final String HIDDEN = "CREATE TABLE upload_pipeline.hidden AS"
            + " SELECT 'raw/' || document_id || '.pdf' AS path FROM upload_pipeline.documents";

    private final TestDatabase corpus = Migration.database(Version.NEWEST);
    private final Migration migration = Migration.ofSample(corpus, 20);

    @AfterEach
    void close() {
        migration.close();
    }

    @Test
    void plan_ofACorpusWithAHiddenPath_warnsOfIt_withTheLine() {
        corpus.execute(HIDDEN);
        UUID run = migration.planned(Migration.SETTINGS);
        assertThat(references(run)).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("reference.undeclared");
            assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
            assertThat(finding.subject()).isEqualTo("upload_pipeline.hidden.path");
            assertThat(finding.remedy())
                    .contains(
                            "- {table: upload_pipeline.hidden, column: path, pattern: 'raw/{id}.pdf', to: documents}");
        });
    }

    @Test
    void plan_ofACleanCorpus_saysNothing() {
        assertThat(references(migration.planned(Migration.SETTINGS))).isEmpty();
    }

    /** Each step has time for one slice only, and another instance goes on. */
    @Test
    void search_inManySteps_findsTheSame() {
        corpus.execute(HIDDEN);
        UUID run = migration.created(Migration.SETTINGS);
        int[] steps = {0};
        Migration.await(() -> migration.view(run).toString(), () -> {
            migration.worker().work(run, 0, () -> false);
            steps[0]++;
            return migration.view(run).state() == RunState.PLANNED;
        });
        assertThat(steps[0]).isGreaterThan(3);
        assertThat(references(run)).hasSize(1);
    }

    /** A worker that is killed after the record repeats it. */
    @Test
    void findings_recordedTwice_areThereOnce() {
        corpus.execute(HIDDEN);
        UUID run = migration.planned(Migration.SETTINGS);
        List<Finding> found = references(run);
        RunView view = migration.view(run);
        migration.database().with(session -> {
            Preflight.record(
                    session, view.number(), new Preflight.Result(found, JsonNodeFactory.instance.objectNode()));
            return true;
        });
        assertThat(references(run)).isEqualTo(found);
    }

    @Test
    void search_withoutTime_saysThatAnAssessmentSearchesLonger() {
        UUID run = migration.created(Migration.SETTINGS);
        SearchLimits none = new SearchLimits(
                Duration.ofSeconds(1), Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofNanos(-1), 100, 10);
        Optional<List<Finding>> found = migration
                .database()
                .with(session -> new PlanSearch(
                                session, migration.schema(), migration.view(run).number(), none)
                        .tick(() -> true));
        assertThat(found.orElseThrow()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("reference.unsearched");
            assertThat(finding.remedy()).contains("POST /assessments");
        });
    }

    private List<Finding> references(UUID run) {
        return migration.view(run).findings().stream()
                .filter(finding -> finding.code().equals("reference.undeclared")
                        || finding.code().equals("reference.unsearched"))
                .toList();
    }
}
