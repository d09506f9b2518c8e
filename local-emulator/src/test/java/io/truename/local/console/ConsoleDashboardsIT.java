// SPDX-License-Identifier: Apache-2.0
package io.truename.local.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.truename.local.console.ConsolePage.Screen;
import io.truename.testkit.suite.LongSuite;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Test of the page of dashboards: the catalog's, drawn from the JSON of the API. */
@LongSuite
final class ConsoleDashboardsIT extends ConsoleTestCase {
    /** Options of a drawn chart, read from the drawing library itself. */
    private static final String DRAWN = """
            async (figure) => {
              const { getInstanceByDom } = await import('/charts/echarts.js');
              const option = getInstanceByDom(figure.querySelector('.chart-canvas')).getOption();
              const [first] = option.series;
              return {
                series: option.series.length, stack: first.stack ?? null, type: first.type,
                limit: first.markLine?.data?.[0]?.yAxis ?? null, name: first.markLine?.label?.formatter ?? null,
                top: Math.round(option.yAxis[0].max({ min: 0, max: 1 })), label: option.yAxis[0].axisLabel.formatter(0.25),
                gaps: first.data.filter((point) => point.value?.[1] === null).length,
              };
            }""";

    @BeforeEach
    void serve() throws IOException {
        StubDashboards.serve(cloud);
    }

    @Test
    void everyDashboard_isListed_andOpensByItsName() {
        console.visit("#/dashboards");
        assertThat(console.page().locator(".dashboard-list > li")).hasCount(5);
        console.page().locator(".dashboard-list").getByText("Technical").click();
        console.page().waitForURL(Pattern.compile(".*#/dashboards/technical.*"));
        assertThat(console.panel("Messaging").locator(".chart")).hasCount(6);
        assertThat(console.page()
                        .getByLabel("Dashboards", new com.microsoft.playwright.Page.GetByLabelOptions().setExact(true))
                        .locator("[aria-current=page]"))
                .hasText("Technical");
        console.page().goBack();
        assertThat(console.page().locator(".dashboard-list > li")).hasCount(5);
    }

    @Test
    void aChart_hasTheThresholdOfItsAlert_itsUnit_andGaps() {
        console.visit("#/dashboards/technical");
        assertThat(drawn("Latency of generate (ms)"))
                .containsEntry("limit", 200)
                .containsEntry("name", "P2 latency-high, 200 ms")
                .containsEntry("top", 230)
                .containsEntry("type", "line")
                .containsEntry("gaps", 1);
        assertThat(drawn("Failed requests (%)")).containsEntry("limit", 0.01).containsEntry("label", "25 %");
        assertThat(drawn("Requests by function (requests/s)"))
                .containsEntry("stack", "all")
                .containsEntry("series", 2);
        assertThat(figure("Requests by function (requests/s)").locator(".legend"))
                .containsText("generate");
        assertThat(drawn("Faults of Truename (requests)")).containsEntry("type", "bar");
    }

    @Test
    void aScore_isRedBeyondItsThreshold() {
        console.visit("#/dashboards/executive");
        Locator retrieval = figure("Retrievals that find (%)");
        assertThat(retrieval.locator(".score")).hasText("26 %");
        assertThat(retrieval).containsText("at least 95 %");
        assertThat(retrieval.locator(".score")).hasAttribute("data-level", "bad");
        assertThat(figure("Stage consistency (%)").locator("meter")).isVisible();
        assertThat(console.panel("Incidents")).containsText("does not evaluate alerts");
        console.expect("Failed to load resource");
    }

    @Test
    void theRange_isThatOfTheWholePage_andQueriesThatAreRefused_sayWhy() {
        cloud.answer("/api/dashboards/query", 400, "{\"detail\":\"There is no metric of that type.\"}");
        console.visit("#/dashboards/regions?range=6h");
        assertThat(figure("Requests by region (requests/s)")).containsText("There is no metric of that type.");
        assertThat(cloud.commands())
                .anyMatch(command -> command.body().path("seconds").asInt() == 120
                        && command.body()
                                .at("/timeSeriesQuery/unitOverride")
                                .asText()
                                .equals("{request}/s"));
        console.expect("Failed to load resource");
    }

    @Test
    void everyScreen_fits_andIsAccessible() {
        for (Screen screen : new Screen[] {Screen.DESKTOP_DARK, Screen.PHONE}) {
            for (String name : new String[] {"executive", "technical", "alerts"}) {
                reopen(screen, "#/dashboards/" + name);
                assertThat(console.page().locator(".chart[data-state=drawn]").first())
                        .isVisible();
                assertThat(console.fitsItsWidth()).as(name).isTrue();
                assertThat(console.accessibilityViolations()).as(name).isEmpty();
                console.photograph("dashboard-" + name + "-" + screen.name());
                console.expect("Failed to load resource");
            }
        }
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> drawn(String title) {
        Locator figure = figure(title);
        figure.scrollIntoViewIfNeeded();
        assertThat(figure).hasAttribute("data-state", "drawn");
        return (Map<String, Object>) figure.evaluate(DRAWN);
    }

    private Locator figure(String title) {
        return console.page()
                .locator(
                        "figure",
                        new com.microsoft.playwright.Page.LocatorOptions()
                                .setHas(console.page()
                                        .getByRole(
                                                com.microsoft.playwright.options.AriaRole.HEADING,
                                                new com.microsoft.playwright.Page.GetByRoleOptions()
                                                        .setName(title)
                                                        .setExact(true))));
    }
}
