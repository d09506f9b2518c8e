// SPDX-License-Identifier: Apache-2.0
package io.truename.local.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import org.junit.jupiter.api.Test;

/** Test of the live log: all lines, filtered lines, no lines while paused, a bounded number of lines. */
final class ConsoleLogIT extends ConsoleTestCase {
    @Test
    void lines_appearAsTheyAreWritten() {
        assertThat(console.panel("Log")).containsText("No log lines yet.");
        cloud.log("INFO", "generate", "answered");

        assertThat(console.logLines()).hasText(new String[] {"09:26:53INFOgenerateanswered latencyMillis=0.4"});
    }

    @Test
    void aFilter_keepsWhatIsAskedFor() {
        cloud.log("DEBUG", "pubsub", "delivered");
        cloud.log("WARNING", "pubsub", "delivered again");
        cloud.log("ERROR", "generate", "went away");
        assertThat(console.logLines()).hasCount(3);

        console.field("Severity").selectOption("Warning and above");
        assertThat(console.logLines()).hasCount(2);
        console.field("Containing").fill("AGAIN");
        assertThat(console.logLines()).hasCount(1);
        assertThat(console.panel("Log")).containsText("1 of 3 lines");

        cloud.log("ERROR", "pubsub", "again and again");
        cloud.log("INFO", "pubsub", "again, but fine");
        assertThat(console.logLines()).hasCount(2);

        console.field("Containing").fill("nothing says this");
        assertThat(console.panel("Log")).containsText("No lines match the filter.");
    }

    @Test
    void aPause_holdsTheLinesBack() {
        cloud.log("INFO", "generate", "before");
        assertThat(console.logLines()).hasCount(1);
        console.button("Pause").click();
        cloud.log("INFO", "generate", "meanwhile");
        cloud.log("INFO", "generate", "meanwhile");

        console.button("Resume (2 new)").click();
        assertThat(console.logLines()).hasCount(3);
    }

    @Test
    void aFlood_keepsTheLastFiveHundred() {
        for (int i = 0; i < 1_200; i++) {
            cloud.log("INFO", "generate", "line " + i + ".");
        }

        assertThat(console.logLines().last()).containsText("line 1199.");
        assertThat(console.logLines()).hasCount(500);
        assertThat(console.logLines().first()).containsText("line 700.");
    }

    @Test
    void aLine_isNeverMarkup() {
        cloud.log("INFO", "<b>generate</b>", "<img src=x onerror=alert(1)><script>alert(2)</script>");

        assertThat(console.logLines()).containsText(new String[] {"<script>alert(2)</script>"});
        assertThat(console.logLines().locator("b, img, script")).hasCount(0);
    }

    @Test
    void aReconnect_tellsNoLineTwice() {
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
}
