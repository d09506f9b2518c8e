// SPDX-License-Identifier: Apache-2.0
package io.truename.local.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.truename.testkit.suite.LongSuite;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Test of the page of logs: the query, the live tail, entries that open, and a flood. */
@LongSuite
final class ConsoleLogIT extends ConsoleTestCase {
    @BeforeEach
    void visit() {
        console.visit("#/logs");
        assertThat(count()).hasText("0 entries");
    }

    @Test
    void entries_appearAsTheyAreWritten() {
        assertThat(console.panel("Log")).containsText("No entries.");
        cloud.log("INFO", "generate", "answered");

        assertThat(console.logLines()).hasText(new String[] {"09:26:53.589INFOgenerateanswered latencyMillis=0.4"});
    }

    @Test
    void aQuery_isAskedFor_andIsInTheAddress() {
        cloud.log("DEBUG", "pubsub", "delivered");
        cloud.log("WARNING", "pubsub", "delivered again");
        cloud.log("ERROR", "generate", "went away");
        assertThat(console.logLines()).hasCount(3);

        console.field("Severity").selectOption("Warning and above");
        assertThat(console.logLines()).hasCount(2);
        console.field("Query").fill("\"again\"");
        console.button("Run query").click();
        assertThat(console.logLines()).hasCount(1);
        cloud.log("ERROR", "pubsub", "again and again");
        cloud.log("INFO", "pubsub", "again, but fine");
        assertThat(console.logLines()).hasCount(2);

        console.page().waitForURL(Pattern.compile(".*#/logs\\?query=%22again%22&severity=WARNING"));
        console.page().reload();
        assertThat(console.field("Query")).hasValue("\"again\"");
        assertThat(console.logLines()).hasCount(2);
        console.field("Query").fill("\"nothing says this\"");
        console.field("Query").press("Enter");
        assertThat(console.panel("Log")).containsText("No entries.");
        console.page().goBack();
        assertThat(console.logLines()).hasCount(2);
        assertThat(console.field("Query")).hasValue("\"again\"");
    }

    @Test
    void aRefusedQuery_showsItsPlace() {
        cloud.answer(
                "/api/logs",
                400,
                "{\"title\":\"The filter cannot be used\",\"detail\":\"There is no operator ~; use =~.\",\"position\":9}");
        console.field("Query").fill("severity ~ 1");
        console.button("Run query").click();

        assertThat(console.page().getByRole(AriaRole.ALERT).filter(text("There is no operator ~; use =~.")))
                .isVisible();
        assertThat(console.page().locator(".query-place")).hasText("severity ~ 1\n         ▲");
        console.expect("Failed to load resource");
    }

    @Test
    void anEntry_opens_andLeadsToItsTrace() {
        cloud.log("INFO", "generate", "one request", "11111111111111111111111111111111");
        cloud.log("INFO", "migrate", "another request", "22222222222222222222222222222222");
        console.logLines().first().getByRole(AriaRole.BUTTON).first().click();
        assertThat(console.logLines().first()).containsText("jsonPayload.latencyMillis0.4");
        assertThat(console.button("Only entries with jsonPayload.message=\"one request\""))
                .isVisible();

        console.page().getByText("Show this trace").click();
        assertThat(console.logLines()).hasCount(1);
        assertThat(console.logLines()).containsText(new String[] {"one request"});
        console.page().goBack();
        assertThat(console.logLines()).hasCount(2);
    }

    @Test
    void theConsolesOwnRequests_areLeftOut_unlessAskedFor() {
        cloud.log("INFO", "migrate", "read by the console", "c0501e77777777777777777777777777");
        cloud.log("INFO", "migrate", "a request");
        assertThat(console.logLines()).hasCount(1);
        assertThat(console.logLines()).containsText(new String[] {"a request"});

        console.field("Show the console’s own requests").check();
        assertThat(console.logLines()).hasCount(2);
    }

    @Test
    void aPause_holdsTheEntriesBack() {
        cloud.log("INFO", "generate", "before");
        assertThat(console.logLines()).hasCount(1);
        console.page().keyboard().press("p");
        assertThat(console.button("Resume")).isFocused();
        cloud.log("INFO", "generate", "meanwhile");
        cloud.log("INFO", "generate", "meanwhile");

        console.button("Resume (2 new)").click();
        assertThat(console.logLines()).hasCount(3);
    }

    /** A list with a node for each entry would grow by one for each: the page keeps only those in sight, and counts the rest. */
    @Test
    void thousandsOfEntries_doNotFillThePage() {
        for (int round = 1; round <= 10; round++) {
            for (int i = 500 * (round - 1); i < 500 * round; i++) {
                cloud.log(i % 50 == 0 ? "ERROR" : "INFO", "generate", "line " + i + ".");
            }
            assertThat(count()).hasText(String.format(Locale.ROOT, "%,d entries", 500 * round));
        }

        assertThat(console.logLines().last()).containsText("line 4999.");
        assertThat(console.logLines().count()).isLessThan(80);

        console.page().locator(".log-scroll").evaluate("node => { node.scrollTop = 0; }");
        assertThat(console.logLines().first()).containsText("line 0.");
        cloud.log("INFO", "generate", "the last");
        assertThat(count()).hasText("5,001 entries");
        assertThat(console.logLines().first()).containsText("line 0.");
    }

    @Test
    void theHistogram_isDrawnBySeverity() {
        cloud.log("INFO", "generate", "fine");
        cloud.log("ERROR", "generate", "not fine");
        assertThat(console.panel("Log").locator(".chart[data-state=drawn] canvas"))
                .isVisible();
        assertThat(console.panel("Log").locator(".legend-item")).hasText(new String[] {"info", "error"});
    }

    /** Counting only the loaded entries would show the newest 500 as if there were no others. */
    @Test
    void theHistogram_countsTheWholeTime_notTheLoadedEntries() {
        for (int i = 0; i < 620; i++) {
            cloud.log(i < 20 ? "ERROR" : "INFO", "generate", "line " + i + ".");
        }
        console.page().reload();

        assertThat(count()).hasText("500 of 620 entries");
        assertThat(console.panel("Log").locator(".legend-item")).hasText(new String[] {"info", "error"});
        assertThat(console.page().evaluate("""
                async () => {
                  const { getInstanceByDom } = await import('/charts/echarts.js');
                  return getInstanceByDom(document.querySelector('#page-logs .chart-canvas')).getOption().series
                    .map((each) => `${each.name} ${each.data.reduce((sum, [, number]) => sum + number, 0)}`).join();
                }""")).isEqualTo("info 600,error 20");
        assertThat(cloud.reads())
                .anyMatch(
                        read -> read.matches("/api/logs/histogram\\?filter=.*&start=2026-03-14T.*&end=.*&buckets=60"));

        console.field("Severity").selectOption("Error and above");
        assertThat(count()).hasText("20 entries");
        assertThat(console.panel("Log").locator(".legend-item")).hasText(new String[] {"error"});
    }

    @Test
    void anEntry_isNeverMarkup() {
        cloud.log("INFO", "<b>generate</b>", "<img src=x onerror=alert(1)><script>alert(2)</script>");

        assertThat(console.logLines()).containsText(new String[] {"<script>alert(2)</script>"});
        assertThat(console.logLines().locator("b, img, script")).hasCount(0);
    }

    @Test
    void aReconnect_tellsNoEntryTwice() {
        cloud.log("INFO", "generate", "before");
        cloud.log("INFO", "generate", "before");
        assertThat(console.logLines()).hasCount(2);
        cloud.refuseStreams();
        assertThat(console.connection()).hasText("Connection lost, trying again…");

        cloud.log("INFO", "generate", "while nobody listened");
        cloud.acceptStreams();
        assertThat(console.connection()).hasText("Live");
        assertThat(console.logLines().last()).containsText("while nobody listened");
        assertThat(console.logLines()).hasCount(3);
        console.expect("Failed to load resource");
        console.expect("ERR_INCOMPLETE_CHUNKED_ENCODING");
    }

    /** The local cloud of an older version. */
    @Test
    void withoutTheApi_theNewestLinesAreSearchedForWords() {
        cloud.answer("/api/logs", 404, "{\"title\":\"There is nothing here\"}");
        cloud.log("INFO", "generate", "answered");
        cloud.log("INFO", "pubsub", "delivered");
        console.page().reload();
        assertThat(console.panel("Log")).containsText("This local cloud has no Cloud Logging");
        assertThat(console.logLines()).hasCount(2);

        console.field("Query").fill("DELIVER");
        console.button("Run query").click();
        assertThat(console.logLines()).hasCount(1);
        assertThat(count()).hasText("1 of 2 lines");
        console.expect("Failed to load resource");
    }

    private Locator count() {
        return console.page().locator("#log-count");
    }

    private static Locator.FilterOptions text(String words) {
        return new Locator.FilterOptions().setHasText(words);
    }
}
