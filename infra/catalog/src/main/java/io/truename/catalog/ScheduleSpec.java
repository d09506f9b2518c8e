// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.time.ZoneId;
import java.util.Map;

/**
 * Cloud Scheduler job that publishes to a topic.
 *
 * @param cron five unix-cron fields: minute, hour, day of month, month, day of week
 * @param timeZone the zone in which {@code cron} is read
 * @param payload the message's data, as text
 */
public record ScheduleSpec(
        String name,
        String description,
        String cron,
        ZoneId timeZone,
        String topic,
        String payload,
        Map<String, String> attributes) {}
