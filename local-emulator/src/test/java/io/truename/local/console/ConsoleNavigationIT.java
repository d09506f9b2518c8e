// SPDX-License-Identifier: Apache-2.0
package io.truename.local.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.truename.local.console.ConsolePage.Screen;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Test of the ways through the console: rail, addresses, back button, palette and shortcuts. */
final class ConsoleNavigationIT extends ConsoleTestCase {
    private static final List<String> PAGES =
            List.of("Overview", "Migration", "Dashboards", "Metrics", "Logs", "Messaging", "Functions", "Database");

    @Test
    void everyPage_isInTheRail_withAnAddress_andBackLeadsBack() {
        assertThat(rail()).hasText(new String[] {
            "Overview", "Migration", "Dashboards", "Metrics", "Logs", "Messaging1", "Functions", "Database"
        });
        for (String page : PAGES.subList(1, PAGES.size())) {
            rail().filter(new Locator.FilterOptions().setHasText(page)).click();
            assertThat(heading()).hasText(page);
            assertThat(heading()).isFocused();
            assertThat(console.page()).hasURL(Pattern.compile(".*#/" + page.toLowerCase(java.util.Locale.ROOT)));
            assertThat(console.page()).hasTitle(Pattern.compile(page + " · Truename$"));
            assertThat(console.page().locator("#rail [aria-current=page]")).containsText(page);
        }
        console.page().goBack();
        assertThat(heading()).hasText("Functions");
        console.page().goForward();
        assertThat(heading()).hasText("Database");
        console.page().reload();
        assertThat(heading()).hasText("Database");
    }

    @Test
    void pagesThatTheCloudLacks_areNotInTheRail() {
        ObjectNode status = cloud.status();
        status.putObject("alerts").put("open", 0);
        cloud.show(status);
        assertThat(rail()).hasCount(PAGES.size() + 1);
        assertThat(rail().last()).hasText("Alerts");

        console.page().evaluate("() => { location.hash = '#/reports'; }");
        assertThat(console.page().getByText("This local cloud does not have this part."))
                .isVisible();
        console.page().evaluate("() => { location.hash = '#/no-such-page'; }");
        assertThat(console.page().getByText("There is no page at this address."))
                .isVisible();
    }

    @Test
    void aDeepLink_opensWithItsQuery() {
        reopen(Screen.DESKTOP, "#/logs?query=severity%3E%3DERROR&range=6h");
        assertThat(heading()).hasText("Logs");
        assertThat(console.field("Query")).hasValue("severity>=ERROR");
        assertThat(console.button("Last 6 hours")).hasAttribute("aria-pressed", "true");

        reopen(Screen.DESKTOP, "#/functions/generate");
        assertThat(console.page().locator("tr[aria-current=true]")).containsText("generate");
        assertThat(console.page().locator("#page-functions .range")).isVisible();
    }

    @Test
    void thePalette_byKeyboard_findsPagesMetricsAndFunctions() throws IOException {
        StubMetrics.serve(cloud);
        search("messag", "Messaging");
        assertThat(heading()).hasText("Messaging");
        search("generate requests", "generate/requests");
        assertThat(console.field("Metric")).hasValue(StubMetrics.REQUESTS);
        search("function generate", "generate");
        assertThat(console.page()).hasURL(Pattern.compile(".*#/functions/generate"));
        search("no such thing", "Lines with");
        assertThat(console.field("Query")).hasValue("\"no such thing\"");
    }

    /** Metrics that arrive late would otherwise take the place of the option that the reader is about to take. */
    @Test
    void thePalette_keepsTheOptionThatWasFirst() throws IOException {
        StubMetrics.serve(cloud);
        AtomicReference<Route> held = new AtomicReference<>();
        console.page().route("**/api/metrics/descriptors", held::set);
        console.page().keyboard().press("Control+k");
        console.page().locator("#palette-text").fill("document");
        assertThat(option().first()).containsText("document-events");
        console.page().waitForCondition(() -> held.get() != null);

        held.get().resume();
        assertThat(option().filter(new Locator.FilterOptions().setHasText("generate/documents")))
                .isVisible();
        assertThat(console.page().locator("#palette-list [aria-selected=true]")).containsText("document-events");
    }

    @Test
    void thePalette_findsRuns() throws IOException {
        cloud.answer(
                "/functions/migrate/migrations",
                200,
                "{\"items\":[{\"id\":\"5b0e7c1a-9d3f-4c55-8a53-0d2f7a1c9e01\",\"state\":\"FINISHED\"}]}");
        ObjectNode status = cloud.status();
        status.withArray("functions").addObject().put("name", "migrate").put("state", "RUNNING");
        cloud.show(status);
        cloud.answer(
                "/functions/migrate/migrations/5b0e7c1a-9d3f-4c55-8a53-0d2f7a1c9e01",
                200,
                ConsoleStubServer.resource("/console/migration.json").get("run").toString());
        console.visit("#/functions");
        assertThat(console.row("migrate")).isVisible();

        search("run 5b0e", "5b0e7c1a");
        assertThat(console.page()).hasURL(Pattern.compile(".*#/migration/5b0e7c1a-9d3f-4c55-8a53-0d2f7a1c9e01"));
    }

    @Test
    void thePalette_closesWithoutAWay_andTheFocusReturns() {
        console.button("Search Ctrl K").click();
        assertThat(option().first()).hasAttribute("aria-selected", "true");
        console.page().keyboard().press("ArrowDown");
        assertThat(option().nth(1)).hasAttribute("aria-selected", "true");
        console.page().keyboard().press("ArrowUp");
        console.page().keyboard().press("ArrowUp");
        assertThat(option().last()).hasAttribute("aria-selected", "true");
        console.page().keyboard().press("Escape");

        assertThat(console.button("Search Ctrl K")).isFocused();
        assertThat(heading()).hasText("Overview");
    }

    @Test
    void shortcuts_areShown_used_andSwitchedOff() {
        console.page().keyboard().press("?");
        Locator dialog = console.page().getByRole(AriaRole.DIALOG);
        assertThat(dialog).containsText("gmMigration");
        console.page().keyboard().press("Escape");
        press("g", "l");
        assertThat(heading()).hasText("Logs");
        console.page().keyboard().press("/");
        assertThat(console.field("Query")).isFocused();
        press("g", "m", "?");
        assertThat(console.field("Query")).hasValue("gm?");
        assertThat(heading()).hasText("Logs");

        console.button("Keyboard shortcuts").click();
        console.field("Keys without Ctrl are shortcuts").uncheck();
        console.page().keyboard().press("Escape");
        press("g", "m");
        assertThat(heading()).hasText("Logs");
        console.page().keyboard().press("Control+k");
        assertThat(console.page().locator("#palette")).isVisible();
    }

    @Test
    void aShortcut_worksInTheFrameInWhichTheFieldWithTheFocusDisappears() {
        console.page().keyboard().press("Control+k");
        assertThat(console.page().locator("#palette-text")).isFocused();
        console.page()
                .evaluate(
                        "() => { document.getElementById('palette').close();"
                                + " document.getElementById('palette-text').dispatchEvent(new KeyboardEvent('keydown', {key: '?', bubbles: true})); }");

        assertThat(console.page().getByRole(AriaRole.DIALOG)).containsText("Keyboard shortcuts");
    }

    @Test
    void theSkipLink_leadsToTheContent_andIsNoPage() {
        console.visit("#/functions");
        console.page().locator("#skip").focus();
        console.page().keyboard().press("Enter");
        assertThat(console.page().locator("#main")).isFocused();
        assertThat(heading()).hasText("Functions");
    }

    /** Waits for the option before taking it: runs and metrics arrive after the palette opened. */
    private void search(String text, String expectedFirst) {
        console.page().keyboard().press("Control+k");
        console.page().locator("#palette-text").fill(text);
        assertThat(option().first()).containsText(expectedFirst);
        console.page().keyboard().press("Enter");
    }

    /** Presses a sequence of keys at one moment of the page's clock, however slow the machine is. */
    private void press(String... keys) {
        console.clock().setFixedTime(System.currentTimeMillis());
        for (String key : keys) {
            console.page().keyboard().press(key);
        }
    }

    private Locator heading() {
        return console.page().locator("#page-title");
    }

    private Locator rail() {
        return console.page().locator("#rail a");
    }

    private Locator option() {
        return console.page().locator("#palette-list [role=option]");
    }
}
