// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reader of a {@link Catalog} from YAML; checks whole files, so that one read shows every mistake. */
public final class CatalogReader {
    private static final String FUNCTIONS = "functions.yaml";
    private static final String EVENTS = "events.yaml";
    private static final String METRICS = "metrics.yaml";

    private CatalogReader() {}

    /**
     * Reads the whole catalog from a folder with {@code functions.yaml}, {@code events.yaml} and {@code metrics.yaml}.
     *
     * @throws CatalogException if a text is not YAML, or any field is missing, unknown, out of range or has no target
     */
    public static Catalog read(Path folder) {
        try (Reader functions = Files.newBufferedReader(folder.resolve(FUNCTIONS));
                Reader events = Files.newBufferedReader(folder.resolve(EVENTS));
                Reader metrics = Files.newBufferedReader(folder.resolve(METRICS))) {
            return read(functions, events, metrics);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Reads the whole catalog.
     *
     * @throws CatalogException if a text is not YAML, or any field is missing, unknown, out of range or has no target
     */
    public static Catalog read(Reader functions, Reader events, Reader metrics) {
        CatalogFile functionsFile = new CatalogFile(FUNCTIONS);
        CatalogFile eventsFile = new CatalogFile(EVENTS);
        CatalogFile metricsFile = new CatalogFile(METRICS);
        Catalog wiring = FunctionsReader.read(functionsFile, functions);
        Map<String, EventSpec> eventSpecs = EventsReader.read(eventsFile, events, wiring.functions());
        Map<String, MetricSpec> metricSpecs = MetricsReader.read(metricsFile, metrics, wiring.functions(), eventSpecs);
        refuse(functionsFile, eventsFile, metricsFile);
        return new Catalog(
                wiring.functions(),
                wiring.topics(),
                wiring.subscriptions(),
                wiring.schedules(),
                eventSpecs,
                metricSpecs);
    }

    /**
     * Reads functions, topics, subscriptions and schedules alone: a catalog without events and metrics.
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
