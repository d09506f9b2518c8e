// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.io.Reader;
import java.time.Duration;
import java.util.Map;

/** Reader of {@code functions.yaml}. */
final class FunctionsReader {
    private static final Duration SHORTEST_RETENTION = Duration.ofMinutes(10);
    private static final Duration LONGEST_RETENTION = Duration.ofDays(31);

    /** Of instances, and of requests at once, as Cloud Run has it. */
    private static final int MOST_INSTANCES = 1_000;

    /** Days that reports stay. Terraform moves them to cheaper storage after 30, where they must stay as long. */
    private static final int LEAST_DAYS = 60;

    private static final int MOST_DAYS = 3_650;

    /** Its name in Google Cloud has 63 characters at most, of which 30 may be the project's. */
    private static final int LONGEST_BUCKET = 20;

    private FunctionsReader() {}

    static Catalog read(CatalogFile file, Reader yaml) {
        CatalogFields root = file.root(yaml);
        CatalogFields subscriptions = root.section("subscriptions");
        CatalogFields schedules = root.section("schedules");
        CatalogFields functions = root.section("functions");
        Catalog catalog = new Catalog(
                file.each(root, "functions", FunctionsReader::function),
                file.each(root, "topics", FunctionsReader::topic),
                file.each(root, "subscriptions", FunctionsReader::subscription),
                file.each(root, "schedules", FunctionsReader::schedule),
                root.has("buckets") ? file.each(root, "buckets", FunctionsReader::bucket) : Map.of());
        root.refuseUnread();
        checkReferences(catalog, subscriptions, schedules);
        checkBuckets(catalog, functions);
        return catalog;
    }

    private static FunctionSpec function(String name, CatalogFields fields) {
        return new FunctionSpec(
                name,
                fields.text("description"),
                fields.text("deployable"),
                fields.text("entryPoint"),
                fields.seconds("timeoutSeconds", Duration.ofSeconds(1), Duration.ofHours(1)),
                fields.number("memoryMiB", 128, 32_768),
                scaling(fields.section("scaling")),
                fields.texts("environment"));
    }

    private static FunctionSpec.Scaling scaling(CatalogFields fields) {
        FunctionSpec.Scaling scaling = new FunctionSpec.Scaling(
                fields.number("fewest", 0, MOST_INSTANCES),
                fields.number("most", 1, MOST_INSTANCES),
                fields.number("concurrency", 1, MOST_INSTANCES));
        if (scaling.most() < scaling.fewest()) {
            fields.refuse("most", "is less than fewest", "write a number that is not");
        }
        fields.refuseUnread();
        return scaling;
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
                fields.optionalSection("push").map(FunctionsReader::push),
                fields.optionalSection("retry").map(FunctionsReader::retry),
                fields.optionalSection("deadLetter").map(FunctionsReader::deadLetter));
    }

    private static SubscriptionSpec.Push push(CatalogFields fields) {
        SubscriptionSpec.Push push = new SubscriptionSpec.Push(fields.text("function"), fields.text("path"));
        if (!push.path().startsWith("/")) {
            fields.refuse("path", "must start with /", "write the path below the function's address");
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

    private static BucketSpec bucket(String name, CatalogFields fields) {
        if (name.length() > LONGEST_BUCKET) {
            fields.refuseHere("is too long a name", "shorten it to " + LONGEST_BUCKET + " characters");
        }
        return new BucketSpec(
                name,
                fields.text("description"),
                Duration.ofDays(fields.number("retentionDays", LEAST_DAYS, MOST_DAYS)));
    }

    private static void checkBuckets(Catalog catalog, CatalogFields functions) {
        catalog.functions()
                .forEach((name, spec) -> spec.environment().forEach((setting, value) -> {
                    if (setting.endsWith("_BUCKET")) {
                        requireTarget(
                                catalog.buckets(),
                                value,
                                functions.section(name).section("environment"),
                                setting);
                    }
                }));
    }

    private static void checkReferences(Catalog catalog, CatalogFields subscriptions, CatalogFields schedules) {
        catalog.subscriptions().forEach((name, spec) -> {
            CatalogFields fields = subscriptions.section(name);
            requireTarget(catalog.topics(), spec.topic(), fields, "topic");
            spec.push()
                    .ifPresent(push ->
                            requireTarget(catalog.functions(), push.function(), fields.section("push"), "function"));
            spec.deadLetter()
                    .ifPresent(dead ->
                            requireTarget(catalog.topics(), dead.topic(), fields.section("deadLetter"), "topic"));
        });
        catalog.schedules()
                .forEach((name, spec) ->
                        requireTarget(catalog.topics(), spec.topic(), schedules.section(name), "topic"));
    }

    static void requireTarget(Map<String, ?> targets, String target, CatalogFields fields, String field) {
        if (!target.isEmpty() && !targets.containsKey(target)) {
            fields.refuse(field, "nothing is named " + target, "declare it or correct the name");
        }
    }
}
