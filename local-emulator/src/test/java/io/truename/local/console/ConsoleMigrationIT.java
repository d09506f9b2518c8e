// SPDX-License-Identifier: Apache-2.0
package io.truename.local.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.truename.local.console.ConsolePage.Screen;
import io.truename.testkit.suite.LongSuite;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Test of the migration panel and its commands against a stubbed API.
 *
 * <p>The file is long because one page has a case for each state of a run.
 */
@LongSuite
final class ConsoleMigrationIT extends ConsoleTestCase {
    private static final String MIGRATIONS = "/functions/migrate/migrations";
    private static final String RUN = MIGRATIONS + "/5b0e7c1a-9d3f-4c55-8a53-0d2f7a1c9e01";

    private JsonNode fixture;

    @BeforeEach
    void migrate() throws IOException {
        fixture = ConsoleStubServer.resource("/console/migration.json");
        serve((ObjectNode) fixture.get("run"));
        for (String list : List.of("batches", "quarantine", "collisions", "report")) {
            cloud.answer(RUN + "/" + list, 200, fixture.get(list).toString());
        }
        cloud.show(withMigrate());
        console.visit("#/migration");
    }

    private ObjectNode withMigrate() {
        ObjectNode status = cloud.status();
        status.withArray("functions")
                .addObject()
                .put("name", "migrate")
                .put("url", "http://localhost:8900/functions/migrate")
                .put("state", "RUNNING")
                .put("requests", 10)
                .put("failures", 0);
        return status;
    }

    private void serve(ObjectNode run) {
        ObjectNode page = new ObjectMapper().createObjectNode();
        page.putArray("items").add(fixture.get("earlier")).add(run);
        cloud.answer(MIGRATIONS, 200, page.toString());
        cloud.answer(RUN, 200, run.toString());
    }

    private ObjectNode run() {
        return ((ObjectNode) fixture.get("run")).deepCopy();
    }

    private Locator panel() {
        return console.panel("Migration");
    }

    @Test
    void aLiveRun_isShownAndDrawn() {
        Locator panel = panel();
        assertThat(panel.getByRole(AriaRole.STATUS).first()).hasText("running, 2 set aside");
        Locator bar = panel.getByLabel("Progress of the stage");
        assertThat(bar).hasAttribute("value", "12000");
        assertThat(bar).hasAttribute("max", "48000");
        assertThat(panel).containsText("Moving: 12,000 of 48,000 documents, 25 %");
        assertThat(panel).containsText("8,123");
        assertThat(panel).containsText("left of this stage, 48 s to 1 min58 s");
        assertThat(panel.getByRole(AriaRole.IMG).first())
                .hasAttribute("aria-label", Pattern.compile("Rows in each batch; forward: last 2,440, .*most 2,440"));
        assertThat(panel.getByRole(AriaRole.IMG).last())
                .hasAttribute("aria-label", Pattern.compile("Seconds .*last 980 ms, least 200 ms, most 980 ms"));
        assertThat(panel.locator(".chart[data-state=drawn] canvas")).hasCount(2);
        assertThat(panel.getByText("Report")).hasAttribute("href", RUN.substring(1) + "/report");
        assertThat(console.row("0c1d2e3f")).containsText("rolled back");
    }

    @Test
    void progress_goesOnWithoutAReload() {
        assertThat(panel()).containsText("25 %");
        ObjectNode run = run();
        ((ObjectNode) run.get("progress")).put("done", 24_000);
        run.put("waiting", "Batches take 4.1 times as long for a row as calm ones; the limit is 3 times.")
                .put("waitingCode", "latency");
        serve(run);

        assertThat(panel()).containsText("50 %");
        assertThat(panel()).containsText("The database is slow: batches take 4.1 times their calm time; waiting.");
    }

    @Test
    void theOverview_namesTheRun_andWhatItNeeds() {
        serve(run().put("waiting", "4 requests of this instance wait for a connection.")
                .put("waitingCode", "pool"));
        console.visit("#/overview");
        Locator attention = console.panel("Needs attention");
        assertThat(attention).containsText("Moving: 12,000 of 48,000 documents, 25 %");
        assertThat(attention).containsText("4 requests wait for a connection; waiting until there are free ones.");
        assertThat(attention).containsText("2 documents set aside by the migration.");
        attention.getByText("Run 5b0e7c1a").click();
        assertThat(panel()).containsText("Run 5b0e7c1a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "window | Rows are moved from 22:00 to 04:00 UTC. | only from 22:00 to 04:00 UTC",
                "rate | The run has its ceiling of 500.0 rows per second. | limited to 500.0 rows a second",
                "locks | 3 other sessions wait for locks of this run, or to lock a whole table of the corpus. | of 3 other sessions",
                "long.transaction | A transaction of another session is open for 75 s; the limit is 60 s. | open for 75 s",
                "replication | A replica is 14.2 s behind; the limit is 10 s. | A replica is 14.2 s behind",
                "replication | A replica is 80 MiB of WAL behind; the limit is 64 MiB. | 80 MiB of WAL behind",
                "wal | The server writes 90 MiB of WAL a second; the limit is 50 MiB. | 90 MiB of WAL a second",
                "archiver | 40 segments of WAL wait to be archived; the limit is 32. | 40 WAL segments",
                "archiver | The server fails to archive its WAL. | The migration waits: The server fails to archive",
                "autovacuum | Dead rows take 300 MiB of lib.piece, 0.40 of its size before the run, and wait for autovacuum; "
                        + "the limit is 0.20. | 300 MiB of dead rows in lib.piece",
                "pool | 1 requests of this instance wait for a connection. | 1 request waits for a connection",
                "latency | Batches take 4.1 times as long for a row as calm ones; the limit is 3 times. | 4.1 times their calm time"
            })
    void aHold_isSaidInPlainWords(String code, String sentence, String words) {
        assertThat((String) console.page()
                        .evaluate(
                                "async ([code, sentence]) => (await import('/hold-words.js')).holdWords(code, sentence)",
                                List.of(code, sentence)))
                .contains(words);
    }

    @Test
    void aRunThatValidates_saysSo_andHowFarItIs() {
        ObjectNode run = run();
        run.put("stage", "validating");
        run.putObject("progress").put("done", 300).put("total", 1_200).put("unit", "pages");
        serve(run);

        assertThat(panel()).containsText("Validating: 300 of 1,200 pages, 25 %");
        assertThat(panel().getByLabel("Progress of the stage")).hasAttribute("max", "1200");

        run.put("stage", "planning");
        run.putObject("progress").put("done", 7).putNull("total").put("unit", "documents");
        serve(run);
        assertThat(panel()).containsText("Planning: 7 documents");
    }

    @Test
    void findingsHoldsQuarantineAndCollisions_canBeOpened() {
        for (String title : List.of("Rows moved2", "Findings1", "Holds1", "Quarantine2", "Collisions1+")) {
            Locator summary = panel().locator("summary", new Locator.LocatorOptions().setHasText(title));
            summary.focus();
            console.page().keyboard().press("Enter");
        }
        assertThat(console.row("upload_pipeline.document_chunks")).containsText("119,000");
        assertThat(console.row("upload_pipeline.document_vector_buffer.chunk_id"))
                .containsText("CREATE INDEX CONCURRENTLY");
        assertThat(console.row("locks")).containsText("31 s");
        assertThat(console.row("99999999-2222-4333-8444-555555555555")).containsText("23514");
        assertThat(console.row("bf33f793-7447-5c56-a7da-9ffa2f8aa79d")).containsText("merged into its survivor");
        assertThat(console.accessibilityViolations()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Start, start", "Pause, pause", "Resume, resume", "Retry quarantined, retry-quarantined"})
    void aLegalCommand_byKeyboard_isPosted(String label, String command) {
        ObjectNode run = run();
        run.putArray("commands").add(command);
        serve(run);
        Locator button = console.button(label + " run 5b0e7c1a");
        assertThat(button).isVisible();
        assertThat(panel().locator(".migration-head button:visible")).hasCount(1);
        button.press("Enter");

        assertThat(console.page().locator(".notice")).containsText("Run 5b0e7c1a");
        assertThat(cloud.commands()).singleElement().satisfies(sent -> {
            assertThat(sent.method()).isEqualTo("POST");
            assertThat(sent.path()).isEqualTo(RUN + "/" + command);
        });
    }

    @Test
    void aFinishedRun_hasNothingLeft_andNothingToRetry() {
        ObjectNode run = run().put("state", "FINISHED").put("endedAt", "2026-03-14T09:24:00Z");
        run.putNull("stage").putNull("progress").putNull("remainingSeconds");
        ((ObjectNode) run.get("documents")).put("quarantined", 0).put("done", 47_900);
        run.putArray("commands").add("rollback").add("retry-quarantined");
        serve(run);

        assertThat(panel()).containsText("from start to end4 min");
        assertThat(panel()).not().containsText("left of this stage");
        assertThat(panel()).not().containsText("next batch");
        assertThat(panel().locator(".migration-head button:visible")).hasText(new String[] {"Roll back…"});
    }

    @Test
    void aFinding_isThereOnce_andItsSqlCanBeCopied() {
        ObjectNode run = run();
        run.withArray("findings").add(run.at("/findings/0").deepCopy());
        serve(run);
        Locator summary = panel().locator("summary", new Locator.LocatorOptions().setHasText("Findings1"));
        summary.click();
        console.button("Copy the SQL for upload_pipeline.document_vector_buffer.chunk_id")
                .click();

        assertThat(console.page().getByText("The SQL is in the clipboard.")).isVisible();
        assertThat(console.page().evaluate("() => navigator.clipboard.readText()"))
                .isEqualTo("CREATE INDEX CONCURRENTLY ON upload_pipeline.document_vector_buffer (chunk_id)");
    }

    @Test
    void beforeTheAnswer_nothingIsClaimed() {
        AtomicReference<Route> held = new AtomicReference<>();
        console.page().route("**" + MIGRATIONS + "?*", held::set);
        console.page().reload();
        console.page().waitForCondition(() -> held.get() != null);
        assertThat(panel()).containsText("Asking migrate for its runs…");
        assertThat(panel().getByText("No migrations yet.")).not().isVisible();
        assertThat(panel().getByText("Nothing moves until you start a run."))
                .not()
                .isVisible();
        assertThat(held.get().request().headerValue("traceparent")).startsWith("00-c0501e");

        console.page().unroute("**" + MIGRATIONS + "?*");
        held.get().resume();
        assertThat(panel()).containsText("running, 2 set aside");
    }

    @Test
    void aDatabaseThatIsDown_isNotBlamedOnMigrate() {
        ObjectNode status = withMigrate();
        ((ObjectNode) status.at("/parts/0")).put("up", false);
        cloud.show(status);
        console.page().reload();
        assertThat(panel()).containsText("The database is down, so migrate is not asked for its runs.");
    }

    @Test
    void aRun_hasAnAddress() {
        cloud.answer(
                MIGRATIONS + "/0c1d2e3f-0000-4000-8000-000000000001",
                200,
                fixture.get("earlier").toString());
        for (String list : List.of("batches", "quarantine", "collisions", "report")) {
            cloud.answer(MIGRATIONS + "/0c1d2e3f-0000-4000-8000-000000000001/" + list, 200, "{\"items\":[]}");
        }
        panel().getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("0c1d2e3f"))
                .click();
        assertThat(panel()).containsText("Run 0c1d2e3f");
        console.page().reload();
        assertThat(panel()).containsText("Run 0c1d2e3f");
        console.page().goBack();
        assertThat(panel()).containsText("Run 5b0e7c1a");
    }

    @Test
    void rollBack_isAskedForTwice() {
        console.button("Roll back run 5b0e7c1a").press("Enter");
        Locator dialog = console.page().getByRole(AriaRole.DIALOG);
        assertThat(dialog).containsText("12,000 documents");
        assertThat(console.accessibilityViolations()).isEmpty();
        console.page().keyboard().press("Escape");
        assertThat(cloud.commands()).isEmpty();

        console.button("Roll back run 5b0e7c1a").press("Enter");
        console.button("Roll back").press("Enter");
        assertThat(console.page().locator(".notice")).containsText("is being rolled back");
        assertThat(cloud.commands()).extracting(ConsoleStubServer.Command::path).containsExactly(RUN + "/rollback");
    }

    /** A question about one run must not roll back another that was planned meanwhile. */
    @Test
    void rollBack_isOfTheRunThatWasAskedAbout() {
        console.button("Roll back run 5b0e7c1a").press("Enter");
        ObjectNode newer =
                run().put("id", "77777777-9d3f-4c55-8a53-0d2f7a1c9e01").put("createdAt", "2026-03-14T09:26:00Z");
        ObjectNode page = new ObjectMapper().createObjectNode();
        page.putArray("items").add(newer);
        cloud.answer(MIGRATIONS, 200, page.toString());
        String address = MIGRATIONS + "/77777777-9d3f-4c55-8a53-0d2f7a1c9e01";
        cloud.answer(address, 200, newer.toString());
        for (String list : List.of("batches", "quarantine", "collisions", "report")) {
            cloud.answer(address + "/" + list, 200, "{\"items\":[]}");
        }
        assertThat(panel()).containsText("Run 77777777");

        console.button("Roll back").click();
        assertThat(console.page().locator(".notice")).containsText("Run 5b0e7c1a is being rolled back");
        assertThat(cloud.commands()).extracting(ConsoleStubServer.Command::path).containsExactly(RUN + "/rollback");
    }

    @Test
    void anIllegalCommand_showsWhatIsLegal() {
        cloud.answer(
                RUN + "/pause",
                409,
                "{\"title\":\"Conflict\",\"detail\":\"The run is FINISHED; legal are: rollback\"}");
        console.button("Pause run 5b0e7c1a").click();

        assertThat(console.page().getByText("The run is FINISHED; legal are: rollback"))
                .isVisible();
        console.expect("Failed to load resource");
    }

    @Test
    void aButtonThatGoes_leavesTheFocusAtTheNext() {
        console.button("Pause run 5b0e7c1a").focus();
        ObjectNode run = run().put("state", "PAUSED");
        run.putArray("commands").add("resume").add("rollback");
        serve(run);

        assertThat(console.button("Resume run 5b0e7c1a")).isFocused();
        assertThat(panel().getByRole(AriaRole.STATUS).first()).hasText("paused, 2 set aside");
    }

    @Test
    void noRunYet_showsTheFirstCommands() {
        cloud.answer(MIGRATIONS, 200, "{\"items\":[],\"next\":null}");

        assertThat(panel()).containsText("curl -X POST http://localhost:8900/functions/migrate/assessments");
        assertThat(panel()).containsText("postgresql://truename_app@localhost:8902/corpus");
        assertThat(console.accessibilityViolations()).isEmpty();
    }

    @Test
    void anApiThatFails_isSaidAndHealsByItself() {
        cloud.answer(MIGRATIONS, 503, "{\"title\":\"The function did not start\"}");
        assertThat(panel()).containsText("The function did not start");
        serve(run());

        assertThat(panel().getByText("The function did not start")).hasCount(0);
        console.expect("Failed to load resource");
    }

    static Stream<Screen> screens() {
        return Screen.looked();
    }

    @ParameterizedTest
    @MethodSource("screens")
    void everyScreen_fitsAndIsAccessible(Screen screen) {
        ObjectNode run = run().put("waiting", "replica eu-west lags by 14 s; it goes on below 5 s");
        ((ObjectNode) run.at("/tables/0")).put("table", "a_schema_with_a_long_name.".repeat(3) + "documents");
        serve(run);
        reopen(screen, "#/migration");
        assertThat(panel()).containsText("replica eu-west");
        console.page().evaluate("() => document.querySelectorAll('details').forEach(part => part.open = true)");

        assertThat(console.fitsItsWidth()).isTrue();
        assertThat(console.accessibilityViolations()).isEmpty();
        console.photograph("migration-" + screen.name());
    }
}
