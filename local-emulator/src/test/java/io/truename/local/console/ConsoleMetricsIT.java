// SPDX-License-Identifier: Apache-2.0
package io.truename.local.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import io.truename.local.console.ConsolePage.Screen;
import io.truename.testkit.suite.LongSuite;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Test of the page of metrics: ready panels, one query, and what is drawn. */
@LongSuite
final class ConsoleMetricsIT extends ConsoleTestCase {
    private static final String ONE = "#/metrics?metric=" + URLEncoder.encode(StubMetrics.REQUESTS, UTF_8);

    /** Options of the drawn chart, read from the drawing library itself. */
    private static final String DRAWN = """
            async () => {
              const { getInstanceByDom } = await import('/charts/echarts.js');
              const option = getInstanceByDom(document.querySelector('#page-metrics .chart-canvas')).getOption();
              return {
                from: new Date(option.xAxis[0].min).toISOString(), type: option.xAxis[0].type,
                minutes: Math.round((option.xAxis[0].max - option.xAxis[0].min) / 60000),
                unit: option.yAxis[0].name, label: option.yAxis[0].axisLabel.formatter(40),
                series: option.series.length, joined: option.series[0].connectNulls,
                gaps: option.series[0].data.filter((point) => point.value[1] === null).length,
                alone: option.series[0].data.filter((point) => point.symbolSize > 0).length,
              };
            }""";

    @BeforeEach
    void serve() throws IOException {
        StubMetrics.serve(cloud);
    }

    @Test
    void readyPanels_areDrawnByFunction() {
        console.visit("#/metrics");
        assertThat(console.panel("Generate").locator(".chart")).hasCount(3);
        assertThat(console.panel("Migrate").locator("figcaption")).containsText("Rows moved");
        assertThat(console.panel("Instances").locator("figcaption")).containsText("Request count");
        assertThat(console.page().locator(".chart[data-state=drawn] canvas").first())
                .isVisible();
        assertThat(cloud.reads())
                .anyMatch(read -> read.contains("aligner=ALIGN_DELTA")
                        && read.contains("reducer=REDUCE_PERCENTILE_99")
                        && read.contains("generate/latency"))
                .anyMatch(read -> read.contains("aligner=ALIGN_RATE")
                        && read.contains("reducer=REDUCE_SUM")
                        && read.contains("groupBy=metric.labels.code"));

        assertThat(console.panel("Generate").locator("figcaption").nth(1))
                .containsText("Latency99th percentile, by kind");
        assertThat(console.panel("Generate").locator("figcaption").nth(2)).containsText("Documents");
        console.page()
                .getByLabel("Groups of charts")
                .getByRole(AriaRole.BUTTON, named("Migrate"))
                .press("Enter");
        assertThat(console.page().getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Migrate")))
                .isFocused();

        console.page().getByLabel("Explore Requests").click();
        assertThat(console.field("Metric")).hasValue(StubMetrics.REQUESTS);
        console.page().goBack();
        assertThat(console.panel("Generate")).isVisible();
    }

    @Test
    @SuppressWarnings("unchecked")
    void aChart_hasAxesUnitsAndGaps() {
        console.visit(ONE);
        assertThat(chart()).isVisible();
        Map<String, Object> drawn = (Map<String, Object>) console.page().evaluate(DRAWN);

        assertThat(drawn)
                .containsEntry("type", "time")
                .containsEntry("minutes", 60)
                .containsEntry("unit", "requests/s")
                .containsEntry("label", "40/s")
                .containsEntry("series", 2)
                .containsEntry("joined", false)
                .containsEntry("gaps", 3)
                .containsEntry("alone", 1);
        assertThat((String) drawn.get("from")).startsWith("2026-03-14T08:2");
        assertThat(console.page().locator("#page-metrics .chart-canvas"))
                .hasAttribute(
                        "aria-label",
                        Pattern.compile("Requests; code 200: last 43/s, least 40/s, most 46/s; code 400: .*"));
        assertThat(console.row("code 200")).containsText("46/s");
        assertThat((Boolean) console.page().evaluate("""
                () => {
                  const canvas = document.querySelector('#page-metrics canvas');
                  const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                  return new Set(Array.from({ length: pixels.length / 4 }, (_, at) => pixels.slice(at * 4, at * 4 + 4).join())).size > 20;
                }""")).isTrue();
    }

    @Test
    void aQuery_isWrittenIntoTheAddress_andReadFromIt() {
        console.visit(ONE);
        console.field("Aligner").selectOption("Mean");
        console.field("Reducer").selectOption("Max");
        console.field("kind").check();
        console.field("Filter").fill("metric.labels.code=\"200\"");
        console.field("Filter").press("Enter");
        console.page().waitForURL(Pattern.compile(".*filter=metric.*"));

        console.page()
                .waitForCondition(() -> cloud.reads().stream()
                        .anyMatch(read -> read.contains("aligner=ALIGN_MEAN")
                                && read.contains("reducer=REDUCE_MAX")
                                && read.contains("groupBy=metric.labels.code,metric.labels.kind")
                                && read.contains("code=\"200\"")));
        console.page().reload();
        assertThat(console.field("Aligner")).hasValue("ALIGN_MEAN");
        assertThat(console.field("Reducer")).hasValue("REDUCE_MAX");
        assertThat(console.field("kind")).isChecked();
        assertThat(console.field("code")).isChecked();
        assertThat(console.field("Filter")).hasValue("metric.labels.code=\"200\"");
        console.page().goBack();
        assertThat(console.field("Filter")).hasValue("");
    }

    /** Counters of sampled lines are distributions: their sum counts. */
    @Test
    void aDistributionOfACount_isShownAsItsSumASecond() {
        cloud.answer(
                "/api/metrics/query",
                200,
                "{\"unit\":\"{id}\",\"series\":[{\"labels\":{},\"points\":"
                        + "[[\"2026-03-14T09:20:00Z\",{\"count\":60,\"mean\":5}],[\"2026-03-14T09:21:00Z\",{\"count\":0,\"mean\":0}]]}]}");
        console.visit("#/metrics?metric=logging.googleapis.com%2Fuser%2Ftruename%2Fgenerate%2Fdocuments");
        assertThat(console.field("Value")).hasValue("sum");
        assertThat(console.row("all")).containsText("5/s");
        console.field("Value").selectOption("Count a second");
        assertThat(console.row("all")).containsText("1/s");
        console.field("Value").selectOption("Mean");
        assertThat(console.row("all")).containsText("5");
        console.page().waitForURL(Pattern.compile(".*value=mean.*"));
    }

    @Test
    void dragging_zoomsThePage_andZoomingOutWidens() {
        console.visit(ONE);
        assertThat(chart()).isVisible();
        BoundingBox box = console.page().locator("#page-metrics .chart-canvas").boundingBox();
        console.page().mouse().move(box.x + box.width / 2, box.y + 60);
        console.page().mouse().down();
        console.page().mouse().move(box.x + box.width / 2 + 120, box.y + 80);
        console.page().mouse().up();

        console.page().waitForURL(Pattern.compile(".*from=2026-03-14T.*&to=2026-03-14T.*"));
        assertThat(console.page().locator("#page-metrics .range-label")).containsText("14 Mar");
        console.button("Zoom out").click();
        console.button("Last 6 hours").click();
        console.page().waitForURL(Pattern.compile(".*range=6h.*"));
        assertThat(console.page().getByLabel("Pages").getByRole(AriaRole.LINK, named("Logs")))
                .hasAttribute("href", "#/logs?range=6h");
    }

    /** A reader without a mouse cannot drag. */
    @Test
    void arrowKeys_readValues_selectATime_andZoom() {
        console.visit(ONE);
        assertThat(chart()).isVisible();
        Locator cursor =
                console.page().getByRole(AriaRole.SLIDER, new Page.GetByRoleOptions().setName("Time in Requests"));
        cursor.press("End");
        assertThat(cursor).hasAttribute("aria-valuetext", "14 Mar, 09:26:00; code 200 43/s; code 400 1.5/s");
        cursor.press("ArrowLeft");
        assertThat(cursor).hasAttribute("aria-valuetext", "14 Mar, 09:25:00; code 200 42/s; code 400 1.5/s");
        for (int i = 0; i < 5; i++) {
            cursor.press("Shift+ArrowLeft");
        }
        assertThat(cursor.locator(".chart-selection")).isVisible();
        assertThat(console.accessibilityViolations()).isEmpty();
        cursor.press("Enter");

        console.page()
                .waitForURL(Pattern.compile(".*from=2026-03-14T09%3A20%3A00.000Z&to=2026-03-14T09%3A25%3A00.000Z.*"));
        console.page().goBack();
        assertThat(chart()).isVisible();
        cursor.press("Home");
        assertThat(cursor).hasAttribute("aria-valuenow", "0");
    }

    @Test
    void aSeries_canBeHidden() {
        console.visit(ONE);
        Locator legend = console.page().locator("#page-metrics .legend-item").first();
        assertThat(legend).containsText("code 200last 43/s, most 46/s");
        legend.press("Enter");

        assertThat(legend).hasAttribute("aria-pressed", "false");
        assertThat(console.page().evaluate("async () => (await (" + DRAWN + ")()).series"))
                .isEqualTo(1);
    }

    @Test
    void noValues_areSaidInWords() {
        cloud.answer("/api/metrics/query", 200, "{\"unit\":\"1\",\"series\":[]}");
        console.visit(ONE);
        assertThat(console.page().locator("#page-metrics .chart-note")).hasText("No values in this time.");
    }

    @Test
    void aFilterThatIsRefused_saysWhy() {
        cloud.answer("/api/metrics/query", 400, "{\"title\":\"x\",\"detail\":\"Labels are compared with = here.\"}");
        console.visit(ONE);
        assertThat(console.page().getByRole(AriaRole.ALERT).filter(text("Labels are compared with = here.")))
                .isVisible();
        console.expect("Failed to load resource");
    }

    @Test
    void aCloudWithoutMetrics_saysSo() {
        cloud.answer("/api/metrics/descriptors", 404, "{\"title\":\"There is nothing here\"}");
        console.visit("#/metrics");
        assertThat(console.page()
                        .getByText("This local cloud has no Cloud Monitoring, so there are no metrics to draw."))
                .isVisible();
        console.expect("Failed to load resource");
    }

    @Test
    void theLibrary_isLoadedOnlyWhereItDraws() {
        console.visit("#/functions");
        console.visit("#/overview");
        assertThat(loaded()).doesNotContain("echarts.js");
        console.visit("#/metrics");
        assertThat(chart()).isVisible();
        assertThat(loaded()).contains("echarts.js");
    }

    @Test
    void aPhone_readsTheChart() {
        reopen(Screen.PHONE_DARK, ONE);
        assertThat(chart()).isVisible();
        assertThat(console.fitsItsWidth()).isTrue();
        assertThat(console.accessibilityViolations()).isEmpty();
        console.photograph("metric-phone-dark");
    }

    private Locator chart() {
        return console.page().locator("#page-metrics .chart[data-state=drawn]").first();
    }

    private String loaded() {
        return String.join(
                " ",
                strings(console.page()
                        .evaluate("() => performance.getEntriesByType('resource').map((each) => each.name)")));
    }

    private static List<String> strings(Object list) {
        return ((List<?>) list).stream().map(String::valueOf).toList();
    }

    private static Locator.FilterOptions text(String words) {
        return new Locator.FilterOptions().setHasText(words);
    }

    private static Locator.GetByRoleOptions named(String name) {
        return new Locator.GetByRoleOptions().setName(name).setExact(true);
    }
}
