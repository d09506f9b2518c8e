// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.util.Map;

/**
 * Catalog of the functions, topics, subscriptions and schedules of one installation, by their names in Google Cloud. Read
 * from {@code terraform/catalog/functions.yaml} by {@link CatalogReader}, which checks that every reference has a target;
 * the order of the maps is the order of the file.
 */
public record Catalog(
        Map<String, FunctionSpec> functions,
        Map<String, TopicSpec> topics,
        Map<String, SubscriptionSpec> subscriptions,
        Map<String, ScheduleSpec> schedules) {}
