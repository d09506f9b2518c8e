// SPDX-License-Identifier: Apache-2.0
package io.truename.local.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.FrameLocator;
import io.truename.local.console.ConsolePage.Screen;
import java.io.IOException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Test of the Reports page: list, one report, an order, two side by side, and feedback. */
final class ConsoleReportsIT extends ConsoleTestCase {
    private static final String NEWER = "#/reports/9f000000-0000-4000-8000-000000000002";

    @BeforeEach
    void serve() throws IOException {
        StubReport.serve(cloud);
        console.visit("#/reports");
    }

    /** The browser reports scripts that it does not run in a report. */
    @AfterEach
    void expectBlockedScripts() {
        console.expect("Blocked script execution");
    }

    @Test
    void theList_saysKindWindowAndState_andTheNewestIsShown() {
        assertThat(console.panel("Reports").locator("tbody tr")).containsText(new String[] {
            "96 of 256 made", "Production from 2026-11-16 to 2026-11-22", "2026-11-09 until 2026-11-16", "not made"
        });
        assertThat(console.panel("Report").locator("progress")).hasAttribute("value", "96");
        assertThat(console.page().locator("iframe")).not().isVisible();

        console.panel("Reports").locator("tbody tr").last().locator("a").click();
        assertThat(console.panel("Report")).containsText("send them with POST /costs");
    }

    /** The page of a report has no rights here: its script does not run. */
    @Test
    void aReport_isShownAsItsFunctionRendersIt_withoutRights() {
        console.visit(NEWER);
        FrameLocator report = console.page().frameLocator("iframe");
        assertThat(report.locator("h1")).hasText("Report 2");
        assertThat(console.page().locator("iframe")).hasAttribute("sandbox", "");
        assertThat(console.page().locator("iframe")).hasAttribute("title", "Production from 2026-11-16 to 2026-11-22");
        assertThat(console.panel("Report")).containsText("Availability 99.982 %. One incident began.");
    }

    @Test
    void twoReports_standSideBySide_withTheirDifferences() {
        console.visit(NEWER);
        console.field("Compare with").selectOption("2026-11-09 until 2026-11-16");
        assertThat(console.page()).hasURL(Pattern.compile(".*00002/9f.*00001$"));
        assertThat(console.panel("Comparison").locator("tbody tr")).containsText(new String[] {
            "Availability" + "Reliability" + "99.950 %" + "99.982 %" + "+0.032 points",
            "Requests" + "Reliability" + "800,000" + "1,000,000" + "+200,000 (+25.0 %)",
            "Share of the budget" + "Reliability" + "no budget" + "no budget" + "–",
            "Cost" + "Reliability" + "2,000.00 USD" + "1,960.51 USD" + "−39.50 USD (−2.0 %)"
        });
        console.field("Compare with").selectOption("no other report");
        assertThat(console.panel("Comparison")).not().isVisible();
    }

    @Test
    void aReport_isOrdered_andShown() {
        cloud.answer(
                StubReport.REPORTS,
                200,
                "{\"id\":\"9f000000-0000-4000-8000-000000000003\",\"kind\":\"cost\",\"state\":\"RUNNING\"}");
        console.field("Kind").selectOption("cost");
        console.field("From").fill("2026-10-01");
        console.field("Until, exclusive").fill("2026-11-01");
        console.button("Make the report").click();
        assertThat(console.page()).hasURL(Pattern.compile(".*#/reports/9f000000-0000-4000-8000-000000000003$"));
        assertThat(cloud.commands()).anySatisfy(command -> {
            assertThat(command.path()).isEqualTo(StubReport.REPORTS);
            assertThat(command.body().toString())
                    .isEqualTo(
                            "{\"kind\":\"cost\",\"from\":\"2026-10-01T00:00:00Z\",\"until\":\"2026-11-01T00:00:00Z\"}");
        });
    }

    @Test
    void anOrderThatIsRefused_saysWhy() {
        cloud.answer(
                StubReport.REPORTS,
                400,
                "{\"title\":\"x\",\"problems\":[{\"pointer\":\"/until\",\"rule\":\"must be after from\",\"got\":\"x\"}]}");
        console.button("Make the report").click();
        assertThat(console.page().locator("#alerts")).containsText("until must be after from");
        console.expect("status of 400");
    }

    @Test
    void feedback_namesTheKind_andNobody() {
        console.visit(NEWER);
        console.field("Would you recommend it, 0 to 10").selectOption("9");
        console.button("Yes").click();
        assertThat(console.page().locator("#notices")).containsText("names nobody");
        assertThat(cloud.commands()).anySatisfy(command -> {
            assertThat(command.path()).isEqualTo(StubReport.FEEDBACK);
            assertThat(command.body().toString())
                    .isEqualTo("{\"segment\":\"weekly-console\",\"useful\":true,\"score\":9}");
        });
    }

    @Test
    void onAPhone_nothingIsWiderThanTheScreen() {
        reopen(Screen.PHONE, NEWER);
        assertThat(console.page().frameLocator("iframe").locator("h1")).isVisible();
        assertThat(console.page().evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"))
                .isEqualTo(true);
    }
}
