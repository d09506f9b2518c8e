// SPDX-License-Identifier: Apache-2.0
package io.truename.local.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import io.truename.local.console.ConsolePage.Screen;
import io.truename.testkit.suite.LongSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Test of the Mapping page: a proposal, edits with live checks, and the text to take along. */
@LongSuite
final class ConsoleMappingIT extends ConsoleTestCase {
    private static final String SUGGEST = "/functions/migrate/mappings/suggest";

    private JsonNode fixture;

    @BeforeEach
    void serve() throws IOException {
        fixture = ConsoleStubServer.resource("/console/mapping.json");
        answer("proposed");
        ObjectNode status = cloud.status();
        status.withArray("functions")
                .addObject()
                .put("name", "migrate")
                .put("url", "http://localhost:8900/functions/migrate")
                .put("state", "RUNNING");
        cloud.show(status);
        console.visit("#/mapping");
    }

    private void answer(String name) {
        cloud.answer(SUGGEST, 200, fixture.get(name).toString());
    }

    private void propose() {
        console.button("Propose a mapping").click();
        assertThat(status()).isVisible();
    }

    private Locator status() {
        return console.page().locator("#page-mapping .headline");
    }

    private Locator yaml() {
        return console.panel("Mapping").locator("pre");
    }

    private JsonNode lastBody() {
        List<ConsoleStubServer.Command> commands = cloud.commands();
        return commands.get(commands.size() - 1).body();
    }

    @Test
    void proposal_showsEachInputWithItsReason_andSaysWhatToConfirm() {
        console.field("Table of documents, if you know it").fill("app.documents");
        console.field("Only these schemas, with commas").fill("app, other");
        propose();
        assertThat(lastBody().toString())
                .isEqualTo("{\"documents\":\"app.documents\",\"schemas\":[\"app\",\"other\"]}");
        assertThat(status())
                .hasText("Nothing refuses a plan with this mapping. 5 choices to confirm: look for “uncertain”.");
        assertThat(console.field("documents.user")).hasValue("0");
        assertThat(console.field("documents.user"))
                .hasAccessibleDescription(
                        Pattern.compile("^created_by, else tenant_id: the first is null in 13 of 40"));
        assertThat(yaml())
                .hasText(Pattern.compile(
                        "documents:\\s+table: app.documents\\s+id: id\\s+user: \\{firstOf.*softReferences:.*"
                                + "- \\{table: app.child_chunks, column: document_id, to: documents}",
                        Pattern.DOTALL));
        assertThat(console.panel("Checks")).containsText("about 1,204,000");
        assertThat(console.panel("Checks")).containsText("sets one aside, because they differ in number, state");
        assertThat(console.panel("Checks"))
                .containsText("fileSha256 must be the file's SHA-256: 64 hex digits, got nothing");
    }

    @Test
    void alternative_isCheckedAsItIsChosen() {
        propose();
        answer("refused");
        console.field("documents.user").selectOption("tenant_id");
        assertThat(status()).hasText("1 finding would refuse a plan. See the remedies below.");
        assertThat(console.panel("Checks")).containsText("The table has no such column.");
        assertThat(lastBody().path("mapping").asText())
                .contains("  user: tenant_id\n", "  - table: app.segments\n    id: id\n");
        // A remark of the proposal is not lost by a check.
        assertThat(console.panel("Checks")).containsText("nothing in it numbers the chunks");
    }

    @Test
    void ownValue_isTypedAndChecked_onceTheTypingRests() {
        propose();
        int before = cloud.commands().size();
        console.field("documents.contentHash").selectOption("Write your own…");
        Locator own = console.field("Own value of documents.contentHash");
        assertThat(own).isFocused();
        own.fill("sha256");
        assertThat(status()).containsText("Nothing refuses a plan");
        assertThat(yaml()).containsText("contentHash: sha256");
        assertThat(cloud.commands().size() - before).isBetween(1, 2);
        own.fill("");
        assertThat(status()).hasText("1 field without a value: documents.contentHash.");
        assertThat(yaml()).containsText("contentHash: # missing");
    }

    @Test
    void optionalFields_andWholeTables_canBeLeftOut() {
        propose();
        console.field("documents.createdAt").selectOption("Leave it out");
        console.field("chunks[0].table").selectOption("Leave it out");
        assertThat(yaml()).not().containsText("createdAt");
        assertThat(yaml()).not().containsText("chunks:");
        assertThat(console.field("documents.id").locator("option")).hasText(new String[] {"id", "Write your own…"});
    }

    @Test
    void problemsOfTheText_areShownWhereItIsEdited() {
        propose();
        cloud.answer(
                SUGGEST,
                400,
                "{\"title\":\"The request is not valid\",\"problems\":[{\"pointer\":\"/mapping/documents/user\",\"rule\":\"must be a"
                        + " column\",\"got\":\"a list of 2\"}]}");
        console.field("documents.user").selectOption("created_by");
        assertThat(status()).hasText("mapping.documents.user must be a column (got \"a list of 2\")");
        console.expect("400");
    }

    @Test
    void gap_saysWhyAndWhatToDo() {
        answer("gap");
        propose();
        assertThat(status())
                .hasText("documents.id: No column is unique on its own and a UUID. Add a column of type uuid.");
        assertThat(console.field("documents.id")).hasValue("gap");
        assertThat(yaml()).containsText("id: # missing");
    }

    @Test
    void text_isCopiedAndDownloaded() throws IOException {
        propose();
        console.button("Copy").click();
        assertThat(console.page().getByText("The mapping is in the clipboard.")).isVisible();
        Download download = console.page()
                .waitForDownload(() -> console.page().getByText("Download").click());
        assertThat(download.suggestedFilename()).isEqualTo("my-corpus.yaml");
        assertThat(Files.readString(download.path())).isEqualTo(yaml().textContent());
    }

    @Test
    void keyboard_isEnough() {
        console.page().keyboard().press("g");
        console.page().keyboard().press("p");
        console.field("Table of documents, if you know it").focus();
        console.page().keyboard().press("Enter");
        assertThat(status()).isFocused();
        console.field("documents.user").focus();
        console.page().keyboard().press("ArrowDown");
        assertThat(yaml()).containsText("user: created_by");
    }

    static Stream<Screen> screens() {
        return Screen.looked();
    }

    @ParameterizedTest
    @MethodSource("screens")
    void everyScreen_fitsAndIsAccessible(Screen screen) {
        reopen(screen, "#/mapping");
        propose();
        assertThat(console.fitsItsWidth()).isTrue();
        assertThat(console.accessibilityViolations()).isEmpty();
        console.photograph("mapping-" + screen.name());
    }
}
