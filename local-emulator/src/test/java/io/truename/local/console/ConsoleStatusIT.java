// SPDX-License-Identifier: Apache-2.0
package io.truename.local.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Test of the status panels and the story, with complete and partial status. */
final class ConsoleStatusIT extends ConsoleTestCase {
    @Test
    void status_everyPart_isShown() {
        assertThat(console.connection()).hasText("Live");
        assertThat(console.page().getByText("local cloud 0.1.0 · started 17 min ago"))
                .isVisible();
        assertThat(picture())
                .hasAttribute(
                        "aria-label",
                        Pattern.compile(
                                "generate-self-check to self-checks.*self-checks to generate.*story to database"));
        console.visit("#/functions");
        assertThat(console.row("generate")).containsText("48,210");
        console.visit("#/messaging");
        assertThat(console.row("document-events-uploaded")).containsText("412");
        assertThat(console.row("document-events-uploaded")).containsText("20 % twice");
        assertThat(console.row("dead-letters-kept")).containsText("6 min");
        assertThat(console.row("generate-self-check")).containsText("in 40 min");
        console.visit("#/database");
        assertThat(console.row("upload_pipeline.events")).containsText("63,748");
        assertThat(console.row("upload_pipeline.events")).containsText("13.1 MB");
        assertThat(console.panel("Database")).containsText("PostgreSQL 18.6 · 47.2 MB · 5 tables");
        assertThat(console.panel("Database")).containsText("connections, of 100 allowed14");
    }

    @Test
    void anExternalDatabase_hasAnEdgeFromItsUsers() {
        ObjectNode status = cloud.status();
        status.putNull("story").putArray("flows");
        ((ObjectNode) status.at("/database")).put("external", true);
        status.withArray("functions").addObject().put("name", "migrate").put("state", "IDLE");
        cloud.show(status);

        assertThat(picture()).hasAttribute("aria-label", Pattern.compile("migrate to your database"));
        console.visit("#/database");
        assertThat(console.panel("Database")).containsText("used by migrate");
    }

    @Test
    void attention_isAskedForWhereItIsDue() {
        Locator attention = console.panel("Needs attention");
        assertThat(attention.getByRole(AriaRole.LINK)).hasText("2 dead letters in dead-letters-kept.");
        assertThat(console.page().getByLabel("Pages").getByRole(AriaRole.LINK, named("Messaging 1 to look at")))
                .isVisible();
        attention.getByRole(AriaRole.LINK).click();
        assertThat(console.row("dead-letters-kept")).isVisible();

        ObjectNode calm = cloud.status();
        ((ObjectNode) calm.at("/topics/2/subscriptions/0")).put("backlog", 0);
        cloud.show(calm);
        console.visit("#/overview");
        assertThat(attention).containsText("Nothing needs attention.");
    }

    @Test
    void aPartThatIsDown_saysWhatToDo() {
        cloud.show(Screens.troubled(cloud.status()));

        assertThat(console.panel("Health"))
                .containsText("functions downgenerate does not answer: see its last log lines");
        assertThat(console.panel("Needs attention")).containsText("functions is down: generate does not answer");
        console.visit("#/functions");
        assertThat(console.row("generate")).containsText("exited with 1");
    }

    @Test
    void limitsOfAFunction_areShownAndCounted() {
        console.visit("#/functions");
        assertThat(console.row("generate")).containsText("143 MiB");
        assertThat(console.row("generate")).containsText("of 512 MiB");
        ObjectNode status = cloud.status();
        ((ObjectNode) status.at("/functions/0")).put("timeouts", 2).put("memoryExcesses", 1);
        cloud.show(status);
        assertThat(console.row("generate")).containsText("2 × 60 s, 1 × memory");
    }

    @Test
    void pubSub_saysHowItIsReached() {
        console.visit("#/messaging");
        assertThat(console.panel("Topics and subscriptions"))
                .containsText("PUBSUB_EMULATOR_HOST=127.0.0.1:8901project truename-local");
    }

    @Test
    void aStory_isFollowedToItsResult() {
        Locator story = console.panel("The story");
        assertThat(console.page()).hasTitle("Store with ids from generate 66 % · Truename");
        assertThat(story.getByRole(AriaRole.PROGRESSBAR)).hasAttribute("value", "31874");
        assertThat(story).containsText("31,874 of 48,210 documents");

        ObjectNode status = cloud.status();
        ObjectNode done = (ObjectNode) status.at("/story");
        done.put("state", "DONE")
                .withArray("steps")
                .forEach(step -> ((ObjectNode) step)
                        .put("state", "DONE")
                        .put("done", 48_210)
                        .put("total", 48_210));
        ObjectNode result = done.putObject("result").put("summary", "Every stage gives the same id.");
        ArrayNode facts = result.putArray("facts");
        for (String fact : List.of(
                "Files=48,210",
                "Rows per second=2,310, longest batch 0.31 s",
                "Size=1.2 GB",
                "Writes meanwhile=310, none lost, 4 at the second try",
                "Migrated=47 documents, 1,410 rows",
                "Retrieved after=47 of 47 documents",
                "Validation: complete=true",
                "Chunks=500",
                "Duplicates=3",
                "Documents=47")) {
            int at = fact.indexOf('=');
            facts.addObject().put("name", fact.substring(0, at)).put("value", fact.substring(at + 1));
        }
        cloud.show(status);

        assertThat(console.page()).hasTitle("✓ Story done · Truename");
        assertThat(story).containsText("Every stage gives the same id.");
        assertThat(story.locator(".facts dd")).hasText(new String[] {"47", "3", "47", "2,310", "47 of 47", "500"});
        assertThat(story.locator(".facts dt")).hasText(new String[] {
            "Documents", "Duplicates", "Migrated, documents", "Rows per second", "Retrieved after, documents", "Chunks"
        });
        assertThat(story.getByRole(AriaRole.PROGRESSBAR)).hasCount(0);
        story.getByText("Everything that was measured").click();
        assertThat(story).containsText("310, none lost, 4 at the second try");
        assertThat(story).containsText("Validation: completeyes");
        console.photograph("desktop-light-done");
    }

    @Test
    void aFailedStory_saysWhy() {
        cloud.show(Screens.troubled(cloud.status()));

        assertThat(console.page()).hasTitle("✗ Story failed · Truename");
        assertThat(console.panel("The story")).containsText("generate answered 503 three times in a row");
    }

    @Test
    void anEmptyCloud_isSaidInWords() {
        ObjectNode empty = cloud.status();
        empty.retain(List.of("version", "now"));
        cloud.show(empty);

        assertThat(console.panel("The story")).containsText("No story is played.");
        assertThat(console.panel("Data flow")).containsText("No traffic yet.");
        assertThat(console.page()).hasTitle("Truename");
        assertThat(console.accessibilityViolations()).isEmpty();
        console.visit("#/functions");
        assertThat(console.panel("Functions")).containsText("No functions.");
        console.visit("#/messaging");
        assertThat(console.panel("Topics and subscriptions")).containsText("No topics yet.");
        assertThat(console.panel("Schedules")).containsText("No schedules.");
        console.visit("#/database");
        assertThat(console.panel("Database")).containsText("No tables yet.");
        assertThat(console.accessibilityViolations()).isEmpty();
    }

    @Test
    void nulls_areShownAsDashes() {
        ObjectNode status = cloud.status();
        ((ObjectNode) status.at("/functions/0"))
                .putNull("p50Millis")
                .putNull("p99Millis")
                .putNull("detail")
                .putNull("url");
        ((ObjectNode) status.at("/schedules/0"))
                .putNull("lastRun")
                .putNull("lastResult")
                .putNull("nextRun");
        ((ObjectNode) status.at("/topics/1/subscriptions/0"))
                .putNull("endpoint")
                .putNull("oldestUnackedSeconds");
        ((ObjectNode) status.at("/database"))
                .putNull("version")
                .putNull("sizeBytes")
                .putNull("tables");
        status.putNull("flows");
        cloud.show(status);

        console.visit("#/messaging");
        assertThat(console.row("generate-self-check")).containsText("never");
        console.visit("#/database");
        assertThat(console.panel("Database")).containsText("No tables yet.");
        console.visit("#/functions");
        assertThat(console.row("generate")).containsText("–");
    }

    @Test
    void aLostConnection_isShownAndMendedByItself() {
        cloud.refuseStreams();
        assertThat(console.connection()).hasText("Connection lost, trying again…");
        console.photograph("desktop-light-lost");

        cloud.acceptStreams();
        assertThat(console.connection()).hasText("Live");
        console.expect("Failed to load resource");
        console.expect("ERR_INCOMPLETE_CHUNKED_ENCODING");
    }

    @Test
    void aSilentConnection_isNotBelieved() {
        console.clock().install();
        console.page().reload();
        assertThat(console.connection()).hasText("Live");

        cloud.hush();
        console.clock().fastForward("00:10");
        assertThat(console.connection()).hasText("Connection lost, trying again…");
    }

    private static Locator.GetByRoleOptions named(String name) {
        return new Locator.GetByRoleOptions().setName(name).setExact(true);
    }

    private Locator picture() {
        return console.panel("Data flow").getByRole(AriaRole.IMG);
    }
}
