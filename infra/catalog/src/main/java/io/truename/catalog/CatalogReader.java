// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.io.Reader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reader of a {@link Catalog} from YAML; checks the whole file, so that one read shows every mistake. */
public final class CatalogReader {
    private static final Duration SHORTEST_RETENTION = Duration.ofMinutes(10);
    private static final Duration LONGEST_RETENTION = Duration.ofDays(31);

    private final List<String> problems = new ArrayList<>();

    private CatalogReader() {}

    /**
     * Reads one catalog.
     *
     * @throws CatalogException if the text is not YAML, or any field is missing, unknown, out of range or has no target
     */
    public static Catalog read(Reader yaml) {
        return new CatalogReader().readCatalog(yaml);
    }

    private Catalog readCatalog(Reader yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        Object loaded;
        try {
            loaded = new Yaml(new SafeConstructor(options)).load(yaml);
        } catch (YAMLException malformed) {
            throw new CatalogException(List.of("not YAML: " + malformed.getMessage()));
        }
        CatalogFields root = new CatalogFields("", loaded, problems);
        Catalog catalog = new Catalog(
                each(root, "functions", CatalogReader::function),
                each(root, "topics", CatalogReader::topic),
                each(root, "subscriptions", CatalogReader::subscription),
                each(root, "schedules", CatalogReader::schedule));
        root.refuseUnread();
        checkReferences(catalog);
        if (!problems.isEmpty()) {
            throw new CatalogException(problems);
        }
        return catalog;
    }

    private static <T> Map<String, T> each(
            CatalogFields root, String section, BiFunction<String, CatalogFields, T> reader) {
        Map<String, T> specs = new LinkedHashMap<>();
        CatalogFields entries = root.section(section);
        for (String name : entries.names()) {
            CatalogFields fields = entries.section(name);
            specs.put(name, reader.apply(name, fields));
            fields.refuseUnread();
        }
        return specs;
    }

    private static FunctionSpec function(String name, CatalogFields fields) {
        return new FunctionSpec(
                name,
                fields.text("description"),
                fields.text("deployable"),
                fields.text("entryPoint"),
                fields.seconds("timeoutSeconds", Duration.ofSeconds(1), Duration.ofHours(1)),
                fields.number("memoryMiB", 128, 32_768),
                fields.texts("environment"));
    }

    private static TopicSpec topic(String name, CatalogFields fields) {
        return new TopicSpec(
                name,
                fields.text("description"),
                fields.seconds("retentionSeconds", SHORTEST_RETENTION, LONGEST_RETENTION));
    }

    private static SubscriptionSpec subscription(String name, CatalogFields fields) {
        return new SubscriptionSpec(
                name,
                fields.text("topic"),
                fields.textOr("filter", ""),
                fields.seconds("ackDeadlineSeconds", Duration.ofSeconds(10), Duration.ofMinutes(10)),
                fields.seconds("retentionSeconds", SHORTEST_RETENTION, LONGEST_RETENTION),
                fields.flagOr("ordered", false),
                fields.optionalSection("push").map(CatalogReader::push),
                fields.optionalSection("retry").map(CatalogReader::retry),
                fields.optionalSection("deadLetter").map(CatalogReader::deadLetter));
    }

    private static SubscriptionSpec.Push push(CatalogFields fields) {
        SubscriptionSpec.Push push = new SubscriptionSpec.Push(fields.text("function"), fields.text("path"));
        if (!push.path().startsWith("/")) {
            fields.refuse("path", "must start with /");
        }
        fields.refuseUnread();
        return push;
    }

    private static SubscriptionSpec.Retry retry(CatalogFields fields) {
        SubscriptionSpec.Retry retry = new SubscriptionSpec.Retry(
                fields.seconds("minimumBackoffSeconds", Duration.ZERO, Duration.ofMinutes(10)),
                fields.seconds("maximumBackoffSeconds", Duration.ZERO, Duration.ofMinutes(10)));
        fields.refuseUnread();
        return retry;
    }

    private static SubscriptionSpec.DeadLetter deadLetter(CatalogFields fields) {
        SubscriptionSpec.DeadLetter deadLetter =
                new SubscriptionSpec.DeadLetter(fields.text("topic"), fields.number("maxDeliveryAttempts", 5, 100));
        fields.refuseUnread();
        return deadLetter;
    }

    private static ScheduleSpec schedule(String name, CatalogFields fields) {
        return new ScheduleSpec(
                name,
                fields.text("description"),
                fields.text("cron"),
                fields.zone("timeZone"),
                fields.text("topic"),
                fields.textOr("payload", ""),
                fields.texts("attributes"));
    }

    private void checkReferences(Catalog catalog) {
        catalog.subscriptions().forEach((name, spec) -> {
            String path = "/subscriptions/" + name;
            requireTarget(catalog.topics(), spec.topic(), path + "/topic");
            spec.push().ifPresent(push -> requireTarget(catalog.functions(), push.function(), path + "/push/function"));
            spec.deadLetter()
                    .ifPresent(dead -> requireTarget(catalog.topics(), dead.topic(), path + "/deadLetter/topic"));
        });
        catalog.schedules()
                .forEach(
                        (name, spec) -> requireTarget(catalog.topics(), spec.topic(), "/schedules/" + name + "/topic"));
    }

    private void requireTarget(Map<String, ?> targets, String name, String path) {
        Optional.of(name)
                .filter(wanted -> !wanted.isEmpty() && !targets.containsKey(wanted))
                .ifPresent(
                        missing -> problems.add(path + ": nothing is named " + missing + "; declare it in this file"));
    }
}
