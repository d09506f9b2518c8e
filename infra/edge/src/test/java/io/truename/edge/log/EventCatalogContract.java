// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.truename.catalog.Catalog;
import io.truename.catalog.CatalogReader;
import io.truename.catalog.EventSpec;
import io.truename.catalog.MetricSpec;
import io.truename.edge.EdgeService;
import io.truename.edge.settings.Settings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Contract of a function's log events with {@code terraform/catalog}: Java and the catalog declare the same events, each has
 * a writer, and the README shows them. With {@code -Dgolden=write} the README is written instead.
 *
 * <p>Long, because every comparison reads the same two sides, which are read once.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class EventCatalogContract {
    private static final Path ROOT = Path.of("../..");
    private static final Path README = Path.of("README.md");
    private static final String MARKER = "<!-- events -->";
    private static final int MOST_VALUES_SHOWN = 7;
    /** Values of these differ between functions; each function's own must be among those of the catalog. */
    private static final Set<String> OF_ONE_FUNCTION = Set.of("function", "route");

    private final Catalog catalog = CatalogReader.read(ROOT.resolve("terraform/catalog"));
    private final String function;
    private final List<Path> writers = new ArrayList<>(List.of(Path.of(""), ROOT.resolve("infra/edge")));
    private final JavaClasses classes;

    /**
     * The contract of one function.
     *
     * @param function its name in the catalog, and the last part of its package's name
     * @param writers folders of other modules that write fields
     */
    protected EventCatalogContract(String function, String... writers) {
        this.function = function;
        for (String writer : writers) {
            this.writers.add(ROOT.resolve(writer));
        }
        this.classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.truename." + function, "io.truename.edge");
    }

    /** Starts the function's application, as {@link io.truename.edge.EdgeApplication} does. */
    protected abstract EdgeService start(Settings settings, EventLog events);

    @Test
    void java_declaresTheEventsOfTheCatalog() {
        assertThat(described(java())).isEqualTo(described(declared()));
    }

    @Test
    void java_hasNoValueThatTheCatalogLacks() {
        java().forEach((name, event) -> event.fields()
                .forEach((field, declared) -> assertThat(declared.values())
                        .as(name + " " + field)
                        .isSubsetOf(values(catalog.events().get(name).fields().get(field)))));
    }

    @Test
    void routes_areTheValuesOfTheField() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        EventLog events = new EventLog(() -> nowhere, Clock.systemUTC(), "");
        Set<String> labels =
                new TreeSet<>(start(new Settings(name -> null), events).routes().paths());
        labels.add("none");
        assertThat(labels)
                .isEqualTo(java().get("request.answered").fields().get("route").values());
    }

    @Test
    void everyEvent_hasAWriter() {
        for (JavaField field : fields()) {
            assertThat(field.getAccessesToSelf())
                    .as(field.getFullName() + " is written by nothing: remove it, or write it")
                    .anyMatch(EventCatalogContract::outsideOfInitializers);
        }
    }

    // Only sources show that a field is written: byte code does not tell for which event a name stands.
    @Test
    void everyField_isWritten() throws IOException {
        StringBuilder sources = new StringBuilder();
        for (Path module : writers) {
            sources.append(sources(module.resolve("src/main/java")));
        }
        for (LogEvent event : java().values()) {
            for (String field : event.fields().keySet()) {
                assertThat(sources.toString().split('"' + field + '"', -1).length - 1)
                        .as("number of times that sources name %s of %s", field, event.name())
                        .isGreaterThan(declarations(event, field));
            }
        }
    }

    /** How often the declaration of an event names a field. */
    private static int declarations(LogEvent event, String field) {
        return 1
                + event.sampling()
                        .map(sampling -> (sampling.keys().contains(field) ? 1 : 0)
                                + (sampling.sums().contains(field) ? 1 : 0)
                                + (sampling.hot().equals(field) ? 1 : 0))
                        .orElse(0);
    }

    private static String sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            StringBuilder text = new StringBuilder();
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                text.append(Files.readString(file));
            }
            return text.toString();
        }
    }

    // An event made elsewhere could be written without the catalog knowing.
    @Test
    void everyEvent_isAConstant() {
        assertThat(classes.get(LogEvent.class)
                        .getMethod("of", String.class, EventLog.Severity[].class)
                        .getAccessesToSelf())
                .allMatch(access -> !outsideOfInitializers(access)
                        || access.getOriginOwner().isEquivalentTo(EdgeEvents.class));
    }

    @Test
    void metrics_haveLabelsForEveryValue() {
        int compared = 0;
        for (MetricSpec metric : catalog.metrics().values()) {
            if (metric.source() instanceof MetricSpec.Source.Log log && isOfThisFunction(log)) {
                LogEvent event = java().get(log.event());
                for (Map.Entry<String, MetricSpec.Label> label : metric.labels().entrySet()) {
                    String field = label.getValue().field().orElseThrow();
                    compared++;
                    assertThat(new TreeSet<>(label.getValue().values()))
                            .as(metric.name() + " " + label.getKey())
                            .isEqualTo(event.fields().get(field).values());
                }
            }
        }
        assertThat(compared).isPositive();
    }

    @Test
    void readme_showsTheEventsOfTheCatalog() throws IOException {
        String readme = Files.readString(README);
        String[] parts = readme.split(MARKER, -1);
        assertThat(parts).as("text, %s, table, %s, text", MARKER, MARKER).hasSize(3);
        String written = parts[0] + MARKER + "\n" + table() + MARKER + parts[2];
        if (System.getProperty("golden", "").equals("write")) {
            Files.writeString(README, written);
        } else {
            assertThat(readme)
                    .as("README.md; run with -Dgolden=write, then read the difference")
                    .isEqualTo(written);
        }
    }

    private boolean isOfThisFunction(MetricSpec.Source.Log log) {
        return log.filter().orElse("").contains("jsonPayload.function=\"" + function + "\"")
                || catalog.events().get(log.event()).functions().equals(List.of(function));
    }

    private static boolean outsideOfInitializers(JavaAccess<?> access) {
        return !access.getOrigin().getName().equals("<clinit>");
    }

    private List<JavaField> fields() {
        return classes.stream()
                .flatMap(one -> one.getFields().stream())
                .filter(field -> field.getRawType().isEquivalentTo(LogEvent.class))
                .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                .toList();
    }

    private Map<String, LogEvent> java() {
        Map<String, LogEvent> events = new TreeMap<>();
        for (JavaField declared : fields()) {
            try {
                Field field = declared.reflect();
                field.setAccessible(true);
                LogEvent event = (LogEvent) field.get(null);
                assertThat(events.put(event.name(), event)).as(event.name()).isNull();
            } catch (IllegalAccessException impossible) {
                throw new AssertionError(impossible);
            }
        }
        return events;
    }

    private Map<String, EventSpec> declared() {
        Map<String, EventSpec> events = new TreeMap<>(catalog.events());
        events.values().removeIf(event -> !event.functions().contains(function));
        return events;
    }

    /** Events of either kind as lines of text, so that a failure shows what differs. */
    private String described(Map<String, ?> events) {
        return events.values().stream()
                .map(event -> event instanceof LogEvent java ? described(java) : described((EventSpec) event))
                .collect(Collectors.joining("\n"));
    }

    private static String described(LogEvent event) {
        Map<String, String> fields = new TreeMap<>();
        event.fields()
                .forEach((name, field) ->
                        fields.put(name, field(name, field.type().name(), field.values())));
        return event(
                event.name(),
                new TreeSet<>(event.severities()),
                event.reported(),
                fields,
                event.sampling()
                        .map(sampling -> sampling(
                                Set.copyOf(sampling.keys()),
                                sampling.hot(),
                                sampling.hotValues(),
                                sampling.sums(),
                                fields.keySet()))
                        .orElse("never"));
    }

    private String described(EventSpec event) {
        Map<String, String> fields = new TreeMap<>();
        for (String name : event.fieldsOf(function)) {
            EventSpec.Field field = event.fields().get(name);
            fields.put(name, field(name, field.type().name(), values(field)));
        }
        return event(
                event.name(),
                new TreeSet<>(event.severities()),
                event.reported(),
                fields,
                event.sampling()
                        .map(sampling -> sampling(
                                Set.copyOf(sampling.keys()),
                                sampling.hot(),
                                Set.copyOf(sampling.hotValues()),
                                Set.copyOf(sampling.sums()),
                                fields.keySet()))
                        .orElse("never"));
    }

    private static String event(
            String name, Set<?> severities, boolean reported, Map<String, String> fields, String sampled) {
        return name + " " + severities + " reported: " + reported + " sampled: " + sampled + "\n  "
                + String.join("\n  ", fields.values());
    }

    private static String field(String name, String type, Set<String> values) {
        boolean own = OF_ONE_FUNCTION.contains(name);
        return name + " " + type + " " + (own ? "" : new TreeSet<>(values));
    }

    private static String sampling(
            Set<String> keys, String hot, Set<String> hotValues, Set<String> sums, Set<String> fields) {
        return retained(keys, fields) + " while " + hot + " is " + new TreeSet<>(hotValues) + " adding "
                + retained(sums, fields);
    }

    private static Set<String> retained(Set<String> names, Set<String> fields) {
        Set<String> retained = new TreeSet<>(names);
        retained.retainAll(fields);
        return retained;
    }

    private static Set<String> values(EventSpec.Field field) {
        return new TreeSet<>(field.values());
    }

    private String table() {
        StringBuilder table = new StringBuilder("| event | severity | when | fields |\n|---|---|---|---|\n");
        for (EventSpec event : catalog.events().values()) {
            if (event.functions().contains(function)) {
                table.append("| `").append(event.name()).append("` | ");
                table.append(event.severities().stream().map(Enum::name).collect(Collectors.joining(", ")));
                table.append(" | ").append(sentence(event)).append(" | ");
                Set<String> own = event.fieldsOf(function);
                table.append(event.fields().entrySet().stream()
                        .filter(field -> own.contains(field.getKey()))
                        .map(field -> shown(field.getKey(), field.getValue()))
                        .collect(Collectors.joining(", ")));
                table.append(event.sampled() ? ", `count` |\n" : " |\n");
            }
        }
        return table.toString();
    }

    private static String sentence(EventSpec event) {
        return event.description().replaceAll("\\.$", "") + (event.sampled() ? " (sampled)" : "");
    }

    private static String shown(String name, EventSpec.Field field) {
        boolean values = !field.values().isEmpty()
                && field.values().size() <= MOST_VALUES_SHOWN
                && field.type() != EventSpec.Type.NUMBER
                && !OF_ONE_FUNCTION.contains(name);
        return "`" + name + "`" + (values ? " (" + String.join(", ", field.values()) + ")" : "");
    }
}
