// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.local.database.LocalDatabase;
import io.truename.local.story.FileDocuments;
import io.truename.local.story.GenerateStandIn;
import io.truename.local.story.StoryOutcome;
import io.truename.local.story.StoryState;
import io.truename.local.story.SyntheticDocuments;
import io.truename.testkit.FreePort;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class MigrationStoryIT {
    @TempDir
    static Path work;

    private static LocalDatabase database;

    private GenerateStandIn gateway;
    private MigrateStandIn migrate;

    @BeforeAll
    static void startDatabase() throws Exception {
        database = LocalDatabase.start(work, Optional.empty(), FreePort.next());
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @BeforeEach
    void start() throws Exception {
        gateway = new GenerateStandIn(5);
        migrate = new MigrateStandIn(database.address());
        gateway.add("/functions/migrate", migrate::handle);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void run_everythingChecksOut() throws Exception {
        MigrationStory story = story(40);
        StoryOutcome outcome = story.run();

        assertThat(outcome).isInstanceOf(StoryOutcome.Passed.class);
        Map<String, String> facts = new HashMap<>();
        ((StoryOutcome.Passed) outcome).result().facts().forEach(fact -> facts.put(fact.name(), fact.value()));
        assertThat(facts.get("Retrieved before")).matches("0 of \\d+ documents");
        assertThat(facts.get("Retrieved after")).matches("(\\d+) of \\1 documents");
        assertThat(facts.get("Reads meanwhile")).endsWith("none wrong").doesNotStartWith("0,");
        assertThat(facts.get("Writes meanwhile")).contains("none lost").doesNotContain(" 0 at the second try");
        assertThat(facts.get("Identical after rollback")).endsWith("rows in 5 tables");
        assertThat(facts)
                .containsEntry("Assessment", "1 findings")
                .containsEntry("Rows per second", "120, longest batch 0.25 s")
                .containsEntry("Validation: documentsChecked", "7");
        assertThat(story.status().state()).isEqualTo(StoryState.DONE);
        assertThat(story.status().steps()).allMatch(step -> step.state() == StoryState.DONE && step.done() > 0);
        assertThat(migrate.commands().stream().map(command -> command.replaceFirst(" .*", "")))
                .containsExactly("assessments", "migrations", "start", "rollback", "migrations", "start");
    }

    @Test
    void run_nothingToStore(@TempDir Path empty) throws Exception {
        MigrationStory story =
                new MigrationStory(FileDocuments.below(empty), gateway.gateway(), database.address(), step -> {});
        assertThat(story.run().passed()).isTrue();
    }

    @Test
    void run_rollBackChangesOneRow() throws Exception {
        migrate.afterRollBack =
                "UPDATE upload_pipeline.document_chunks SET embedding = '{1}' WHERE ctid = (SELECT min(ctid)"
                        + " FROM upload_pipeline.document_chunks)";
        StoryOutcome outcome = story(10).run();
        assertThat(((StoryOutcome.Mismatched) outcome).reason())
                .endsWith("not as they were before: upload_pipeline.document_chunks.");
    }

    @Test
    void run_oldIdsAreForgotten_readsAndWritesAreMissed() throws Exception {
        migrate.afterPlan =
                "CREATE OR REPLACE FUNCTION truename.resolve(given uuid) RETURNS uuid LANGUAGE sql STABLE AS"
                        + " 'SELECT given'";
        StoryOutcome outcome = story(10).run();
        assertThat(((StoryOutcome.Mismatched) outcome).reason())
                .containsPattern("[1-9]\\d* of \\d+ writes were lost and [1-9]\\d* of \\d+ reads were wrong");
    }

    @Test
    void run_fails_saysWhy() throws Exception {
        migrate.endState = "FAILED";
        MigrationStory story = story(10);
        StoryOutcome outcome = story.run();
        assertThat(((StoryOutcome.Failed) outcome).sentence())
                .contains("is FAILED (no space left on device)", "/report");
        assertThat(story.status().steps())
                .anyMatch(
                        step -> step.name().equals("Migrate while it is in use") && step.state() == StoryState.FAILED);
    }

    @Test
    void run_earlierOneWasKilled_isRolledBackFirst() throws Exception {
        migrate.leaveBehind("RUNNING");
        assertThat(story(10).run().passed()).isTrue();
        assertThat(migrate.commands()).startsWith("rollback left", "assessments");
    }

    @Test
    void run_migrateRefuses_theProblemIsQuoted() throws Exception {
        gateway.close();
        gateway = new GenerateStandIn(5);
        gateway.add("/functions/migrate", exchange -> {
            byte[] problem =
                    "{\"title\":\"Conflict\",\"detail\":\"one run is under way\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(409, problem.length);
            try (exchange) {
                exchange.getResponseBody().write(problem);
            }
        });
        StoryOutcome outcome = story(5).run();
        assertThat(((StoryOutcome.Failed) outcome).sentence())
                .startsWith("GET /functions/migrate/migrations was answered 409 (Conflict, one run is under way)");
    }

    private MigrationStory story(int documents) {
        return new MigrationStory(
                new SyntheticDocuments(documents, 5, 31), gateway.gateway(), database.address(), step -> {});
    }
}
