// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reader of a {@link Catalog} from YAML; checks whole files, so that one read shows every mistake. */
public final class CatalogReader {
    private static final String FUNCTIONS = "functions.yaml";
    private static final String EVENTS = "events.yaml";
    private static final String METRICS = "metrics.yaml";
    private static final String SLOS = "slos.yaml";
    private static final String ALERTS = "alerts.yaml";
    private static final String DASHBOARDS = "dashboards.yaml";
    private static final String COMPONENTS = "components.yaml";
    private static final String ACTIONS = "actions.yaml";
    private static final String TRENDS = "trends.yaml";

    private CatalogReader() {}

    /** Place of the catalog's files. */
    @FunctionalInterface
    public interface Files {
        /** Opens a file by its name, as {@code functions.yaml}. */
        Reader open(String name) throws IOException;
    }

    /**
     * Reads the catalog that was built with this module, {@code terraform/catalog}.
     *
     * @throws CatalogException as {@link #read(Files)}
     */
    public static Catalog installed() {
        return read(name -> new InputStreamReader(
                Objects.requireNonNull(CatalogReader.class.getResourceAsStream("installation/" + name), name),
                StandardCharsets.UTF_8));
    }

    /**
     * Reads the whole catalog from a folder.
     *
     * @throws CatalogException if a text is not YAML, or any field is missing, unknown, out of range or has no target
     */
    public static Catalog read(Path folder) {
        return read(name -> java.nio.file.Files.newBufferedReader(folder.resolve(name)));
    }

    /**
     * Reads the whole catalog: {@code functions.yaml}, {@code events.yaml}, {@code metrics.yaml}, {@code slos.yaml},
     * {@code alerts.yaml}, {@code dashboards.yaml}, {@code components.yaml}, {@code actions.yaml} and {@code trends.yaml}.
     *
     * @throws CatalogException if a text is not YAML, or any field is missing, unknown, out of range or has no target
     */
    public static Catalog read(Files files) {
        CatalogFile functionsFile = new CatalogFile(FUNCTIONS);
        CatalogFile eventsFile = new CatalogFile(EVENTS);
        CatalogFile metricsFile = new CatalogFile(METRICS);
        CatalogFile slosFile = new CatalogFile(SLOS);
        CatalogFile alertsFile = new CatalogFile(ALERTS);
        CatalogFile dashboardsFile = new CatalogFile(DASHBOARDS);
        CatalogFile componentsFile = new CatalogFile(COMPONENTS);
        CatalogFile actionsFile = new CatalogFile(ACTIONS);
        CatalogFile trendsFile = new CatalogFile(TRENDS);
        try (Reader functions = files.open(FUNCTIONS);
                Reader events = files.open(EVENTS);
                Reader metrics = files.open(METRICS);
                Reader slos = files.open(SLOS);
                Reader alerts = files.open(ALERTS);
                Reader dashboards = files.open(DASHBOARDS);
                Reader components = files.open(COMPONENTS);
                Reader actions = files.open(ACTIONS);
                Reader trends = files.open(TRENDS)) {
            Catalog wiring = FunctionsReader.read(functionsFile, functions);
            Map<String, EventSpec> eventSpecs = EventsReader.read(eventsFile, events, wiring.functions());
            Map<String, MetricSpec> metricSpecs =
                    MetricsReader.read(metricsFile, metrics, wiring.functions(), eventSpecs);
            Map<String, SloSpec> sloSpecs = SlosReader.read(slosFile, slos, metricSpecs);
            AlertsReader.Alerts alertSpecs = AlertsReader.read(alertsFile, alerts, metricSpecs, sloSpecs);
            Map<String, DashboardSpec> dashboardSpecs =
                    DashboardsReader.read(dashboardsFile, dashboards, metricSpecs, sloSpecs, alertSpecs.alerts());
            Map<String, ComponentSpec> componentSpecs =
                    ComponentsReader.read(componentsFile, components, alertSpecs.alerts(), sloSpecs);
            Map<String, ActionSpec> actionSpecs = ActionsReader.read(actionsFile, actions, alertSpecs.alerts());
            TrendsSpec trendsSpec =
                    TrendsReader.read(trendsFile, trends, wiring.functions(), metricSpecs, alertSpecs.alerts());
            refuse(
                    functionsFile,
                    eventsFile,
                    metricsFile,
                    slosFile,
                    alertsFile,
                    dashboardsFile,
                    componentsFile,
                    actionsFile,
                    trendsFile);
            return new Catalog(
                    wiring.functions(),
                    wiring.topics(),
                    wiring.subscriptions(),
                    wiring.schedules(),
                    wiring.buckets(),
                    eventSpecs,
                    metricSpecs,
                    sloSpecs,
                    alertSpecs.routing(),
                    alertSpecs.alerts(),
                    dashboardSpecs,
                    componentSpecs,
                    actionSpecs,
                    trendsSpec);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Reads functions, topics, subscriptions, schedules and buckets alone: a catalog without the rest.
     *
     * @throws CatalogException if the text is not YAML, or any field is missing, unknown, out of range or has no target
     */
    public static Catalog read(Reader functions) {
        CatalogFile file = new CatalogFile(FUNCTIONS);
        Catalog catalog = FunctionsReader.read(file, functions);
        refuse(file);
        return catalog;
    }

    private static void refuse(CatalogFile... files) {
        List<CatalogProblem> problems = new ArrayList<>();
        for (CatalogFile file : files) {
            problems.addAll(file.problems());
        }
        if (!problems.isEmpty()) {
            throw new CatalogException(problems);
        }
    }
}
