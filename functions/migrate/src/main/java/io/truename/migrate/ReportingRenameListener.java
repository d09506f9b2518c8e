// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import io.truename.migrate.http.MigrateEvents;
import io.truename.migrate.metrics.MigrateMetrics;
import io.truename.migrate.rename.RenamePublisher;
import io.truename.monitoring.Metrics;
import io.truename.pubsub.PublishException;
import java.time.Duration;

/** Listener that writes the publication of renames to the log and the metrics. */
final class ReportingRenameListener implements RenamePublisher.Listener {
    private final MigrateEvents events;
    private final Metrics metrics;

    ReportingRenameListener(MigrateEvents events, Metrics metrics) {
        this.events = events;
        this.metrics = metrics;
    }

    @Override
    public void published(int pairs) {
        events.renamesPublished(pairs);
    }

    @Override
    public void failed(PublishException refusal) {
        events.renamesNotPublished(String.valueOf(refusal.getMessage()), refusal.lasting());
    }

    @Override
    public void restored() {
        events.renamesRestored();
    }

    @Override
    public void waiting(Duration oldest) {
        metrics.set(MigrateMetrics.RENAMES_WAITING_SECONDS, oldest.toMillis() / 1e3);
    }
}
