// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.incident;

import io.truename.catalog.Catalog;
import io.truename.catalog.CronSchedule;
import io.truename.catalog.ScheduleSpec;
import io.truename.catalog.SubscriptionSpec;
import io.truename.tuning.incident.ScheduledJob;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Schedule of the catalog, as work of the function that gets its messages. */
final class CatalogJob implements ScheduledJob {
    private final String component;
    private final ScheduleSpec spec;
    private final CronSchedule times;

    private CatalogJob(String component, ScheduleSpec spec) {
        this.component = component;
        this.spec = spec;
        this.times = new CronSchedule(spec.cron(), spec.timeZone());
    }

    /** Every schedule, once for each function that its topic is pushed to. */
    static List<ScheduledJob> of(Catalog catalog) {
        return catalog.schedules().values().stream()
                .<ScheduledJob>flatMap(spec -> catalog.subscriptions().values().stream()
                        .filter(subscription -> subscription.topic().equals(spec.topic()))
                        .flatMap(subscription -> subscription.push().stream())
                        .map(SubscriptionSpec.Push::function)
                        .distinct()
                        .map(function -> new CatalogJob(function, spec)))
                .toList();
    }

    @Override
    public String component() {
        return component;
    }

    @Override
    public String name() {
        return spec.name() + ", " + spec.cron() + " in " + spec.timeZone().getId();
    }

    @Override
    public Optional<Instant> after(Instant time) {
        return times.after(time);
    }
}
