// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.util.Map;

/**
 * Catalog of one installation: functions, topics, subscriptions, schedules and buckets by their names in Google Cloud, and the log events
 * and metrics that show what they do, the objectives that they must meet, the alerts, the dashboards, the dependencies of components,
 * automatic actions, and trends. Read from {@code terraform/catalog} by {@link CatalogReader}, which checks that every reference has a
 * target; the order of the maps is the order of the files.
 */
public record Catalog(
        Map<String, FunctionSpec> functions,
        Map<String, TopicSpec> topics,
        Map<String, SubscriptionSpec> subscriptions,
        Map<String, ScheduleSpec> schedules,
        Map<String, BucketSpec> buckets,
        Map<String, EventSpec> events,
        Map<String, MetricSpec> metrics,
        Map<String, SloSpec> slos,
        Map<AlertSpec.Priority, AlertSpec.Routing> routing,
        Map<String, AlertSpec> alerts,
        Map<String, DashboardSpec> dashboards,
        Map<String, ComponentSpec> components,
        Map<String, ActionSpec> actions,
        TrendsSpec trends) {
    /** A catalog without buckets, events and metrics. */
    public Catalog(
            Map<String, FunctionSpec> functions,
            Map<String, TopicSpec> topics,
            Map<String, SubscriptionSpec> subscriptions,
            Map<String, ScheduleSpec> schedules) {
        this(functions, topics, subscriptions, schedules, Map.of());
    }

    /** A catalog without events and metrics. */
    public Catalog(
            Map<String, FunctionSpec> functions,
            Map<String, TopicSpec> topics,
            Map<String, SubscriptionSpec> subscriptions,
            Map<String, ScheduleSpec> schedules,
            Map<String, BucketSpec> buckets) {
        this(
                functions,
                topics,
                subscriptions,
                schedules,
                buckets,
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                TrendsSpec.NONE);
    }
}
