// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The published files of the catalog, and the problems of others. */
final class CatalogFiles {
    static final Path FOLDER = Path.of("../../terraform/catalog");

    private static final String SLOS = "{burnRates: {}, slos: {}}";
    private static final String ALERTS = "severities: {P1: {severity: CRITICAL, channels: [a], description: d},"
            + " P2: {severity: ERROR, channels: [a], description: d}, P3: {severity: WARNING, channels: [a], description: d}}\n"
            + "alerts: {}";

    private static final String DASHBOARDS = "dashboards: {}";

    private static final String COMPONENTS = "components: {}";
    private static final String ACTIONS = "actions: {}";
    private static final String TRENDS = "{regressions: {}, limits: {}, scaling: {}, anomalies: {}}";

    private CatalogFiles() {}

    static List<String> problems(ThrowingCallable reading) {
        return catchThrowableOfType(CatalogException.class, reading).problems().stream()
                .map(CatalogProblem::toString)
                .toList();
    }

    static List<String> problemsOfEvents(String events) {
        return problems(() -> read(Map.of(
                "events.yaml",
                events,
                "metrics.yaml",
                "metrics: {}",
                "slos.yaml",
                SLOS,
                "alerts.yaml",
                ALERTS,
                "dashboards.yaml",
                DASHBOARDS,
                "components.yaml",
                COMPONENTS,
                "actions.yaml",
                ACTIONS,
                "trends.yaml",
                TRENDS)));
    }

    static List<String> problemsOfMetrics(String events, String metrics) {
        return problems(() -> read(Map.of(
                "events.yaml",
                events,
                "metrics.yaml",
                metrics,
                "slos.yaml",
                SLOS,
                "alerts.yaml",
                ALERTS,
                "dashboards.yaml",
                DASHBOARDS,
                "components.yaml",
                COMPONENTS,
                "actions.yaml",
                ACTIONS,
                "trends.yaml",
                TRENDS)));
    }

    static List<String> problemsOfSlos(String slos) {
        return problems(
                () -> read(Map.of("slos.yaml", slos, "dashboards.yaml", DASHBOARDS, "components.yaml", COMPONENTS)));
    }

    static List<String> problemsOfAlerts(String alerts) {
        return problems(() -> read(Map.of(
                "alerts.yaml",
                alerts,
                "dashboards.yaml",
                DASHBOARDS,
                "components.yaml",
                COMPONENTS,
                "actions.yaml",
                ACTIONS,
                "trends.yaml",
                TRENDS)));
    }

    static List<String> problemsOfDashboards(String dashboards) {
        return problems(() -> read(Map.of("dashboards.yaml", dashboards)));
    }

    static List<String> problemsOfComponents(String components) {
        return problems(() -> read(Map.of("components.yaml", components)));
    }

    static List<String> problemsOfActions(String actions) {
        return problems(() -> read(Map.of("actions.yaml", actions)));
    }

    static List<String> problemsOfTrends(String trends) {
        return problems(() -> read(Map.of("trends.yaml", trends)));
    }

    /** Reads the catalog with some files replaced. */
    static Catalog read(Map<String, String> replaced) {
        return CatalogReader.read(name -> replaced.containsKey(name)
                ? new StringReader(replaced.get(name))
                : Files.newBufferedReader(FOLDER.resolve(name)));
    }
}
