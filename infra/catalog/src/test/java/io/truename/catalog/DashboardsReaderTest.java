// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DashboardsReaderTest {
    private final Catalog catalog = CatalogReader.read(CatalogFiles.FOLDER);

    @Test
    void published_thresholdsAreThoseOfAlertsAndObjectives() {
        assertThat(panel("technical", "Latency of generate").limit())
                .contains(new DashboardSpec.Limit("P2 latency-high", 200, true));
        assertThat(panel("migration", "Latency of generate").limit())
                .contains(new DashboardSpec.Limit("generate-latency", 200, true));
        assertThat(panel("executive", "Retrievals that find").limit())
                .contains(new DashboardSpec.Limit("retrieval-success", 0.95, false));
        assertThat(panel("alerts", "Availability").limit())
                .contains(new DashboardSpec.Limit("P1 generate-availability-fast", 14.4, true));
    }

    @Test
    void published_everyConditionOfEveryAlert_isOnTheDashboardOfAlerts() {
        List<AlertSpec.Condition> drawn = catalog.dashboards().get("alerts").sections().stream()
                .flatMap(section -> section.panels().stream())
                .filter(panel -> panel.source() instanceof DashboardSpec.Source.Compared)
                .map(panel -> ((DashboardSpec.Source.Compared) panel.source()).condition())
                .toList();
        List<AlertSpec.Condition> declared = catalog.alerts().values().stream()
                .flatMap(alert -> alert.conditions().values().stream())
                .toList();
        assertThat(drawn).containsExactlyInAnyOrderElementsOf(declared);
        assertThat(panel("alerts", "A region does not answer: silent").limit()).isEmpty();
    }

    @Test
    void published_unitFollowsFromMetricAndShow() {
        assertThat(panel("migration", "Rows moved").unit()).isEqualTo("{row}/s");
        assertThat(panel("technical", "Latency of generate").unit()).isEqualTo("ms");
        assertThat(panel("technical", "Failed requests").unit()).isEqualTo("10^2.%");
    }

    @Test
    void dashboard_everyMistakeAtOnce() {
        assertThat(CatalogFiles.problemsOfDashboards("""
                        dashboards:
                          Big:
                            title: t
                            sections:
                              - {title: t, columns: 5, alerts: P1}
                              - {title: t, columns: 1, alerts: P1, panels: []}
                          small:
                            title: t
                            sections:
                              - title: t
                                columns: 1
                                panels:
                                  - {title: t}
                                  - {title: t, kind: pie, plots: {p: {metric: probe/health_score, show: rate}}}
                                  - {title: t, plots: {p: {metric: migrate/holds, show: rate, by: [metric.mood]}}}
                                  - {title: t, plots: {p: {metric: migrate/holds, show: rate}, q: {metric: migrate/holds, show: count}}}
                                  - {title: t, plots: {p: {metric: migrate/holds, show: rate, by: [metric.code]}, q: {metric: migrate/holds, show: rate}}}
                                  - {title: t, kind: score, plots: {p: {metric: migrate/holds, show: rate, by: [metric.code]}}}
                                  - {title: t, alert: {name: none, condition: share}}
                                  - {title: t, slo: {name: generate-latency, show: burn, tier: none}}
                                  - {title: t, plots: {p: {metric: migrate/holds, show: rate}}, threshold: {slo: generate-availability}}
                                  - {title: t, incidents: true, colour: red}
                        """))
                .containsExactly(
                        "dashboards.yaml:3: /dashboards/Big: is no name of a dashboard; write lower-case words with hyphens, as dead-letters",
                        "dashboards.yaml:5: /dashboards/Big/sections/0/columns: must be a whole number from 1 to 4; write one without quotes",
                        "dashboards.yaml:6: /dashboards/Big/sections/1: needs something to draw; write one of panels and alerts",
                        "dashboards.yaml:6: /dashboards/Big/sections/1/panels: is no field of the catalog; remove it or correct its name",
                        "dashboards.yaml:13: /dashboards/small/sections/0/panels/0: needs one thing to draw; write one of plots, alert, slo, incidents",
                        "dashboards.yaml:14: /dashboards/small/sections/0/panels/1/kind: is none of lines, stack, bars, score; choose one of them",
                        "dashboards.yaml:14: /dashboards/small/sections/0/panels/1/plots/p/show: is not valid for a GAUGE of DOUBLE; see the head of the file",
                        "dashboards.yaml:15: /dashboards/small/sections/0/panels/2/plots/p/by: there is no label metric.mood; write resource.<label> or metric.<label>",
                        "dashboards.yaml:16: /dashboards/small/sections/0/panels/3/plots: has units {hold}/s and {hold}; make a panel of each",
                        "dashboards.yaml:17: /dashboards/small/sections/0/panels/4/plots: separates lines that could not be told apart; remove by, or make a panel of each plot",
                        "dashboards.yaml:18: /dashboards/small/sections/0/panels/5/plots: separates lines that could not be told apart; remove by, or make a panel of each plot",
                        "dashboards.yaml:19: /dashboards/small/sections/0/panels/6/alert/name: nothing is named none; declare it or correct the name",
                        "dashboards.yaml:20: /dashboards/small/sections/0/panels/7/slo/tier: nothing is named none; declare it or correct the name",
                        "dashboards.yaml:21: /dashboards/small/sections/0/panels/8/threshold/slo: has no bound to draw; name an objective of latency or windows",
                        "dashboards.yaml:22: /dashboards/small/sections/0/panels/9/colour: is no field of the catalog; remove it or correct its name");
    }

    @Test
    void dashboard_ofMoreWidgetsThanTheApiTakes() {
        StringBuilder yaml =
                new StringBuilder("dashboards: {a: {title: t, sections: [{title: t, columns: 1, panels: [");
        for (int i = 0; i < 50; i++) {
            yaml.append("{title: t, incidents: true},");
        }
        assertThat(CatalogFiles.problemsOfDashboards(yaml + "]}]}}"))
                .containsExactly(
                        "dashboards.yaml:1: /dashboards/a/sections: has 51 widgets; the API takes 50; split the dashboard");
    }

    private DashboardSpec.Panel panel(String dashboard, String title) {
        return catalog.dashboards().get(dashboard).sections().stream()
                .flatMap(section -> section.panels().stream())
                .filter(panel -> panel.title().equals(title))
                .findFirst()
                .orElseThrow();
    }
}
