// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.run;

import io.truename.corpus.assess.Strategy;
import io.truename.postgres.Session;
import io.truename.rekeying.run.RunSettings;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Optional;

/** Mapping of a run's settings to {@code jsonb}. PostgreSQL writes and reads the JSON, so that it is typed on both sides. */
final class SettingsColumn {
    /** Expression that builds the JSON from {@link #values}, bound from {@code $1}. */
    static final String BUILD = """
            jsonb_build_object(
              'strategy', $1::text, 'onCollision', $2::text, 'dryRun', $3::boolean, 'acceptNoBackup', $4::boolean,
              'acceptSlowReferences', $5::boolean, 'workers', $6::integer, 'targetBatchMillis', $7::bigint,
              'mostRowsPerSecond', $8::bigint, 'windowFrom', $9::text, 'windowUntil', $10::text,
              'quarantineLimit', $11::double precision, 'onFailure', $12::text, 'recentDays', $13::integer, 'vacuum', $14::boolean)""";

    static final int VALUES = 14;

    /** Columns for {@link #read}; {@code r} is the run. */
    static final String COLUMNS = """
            r.settings->>'strategy' AS strategy, r.settings->>'onCollision' AS on_collision,
            (r.settings->>'dryRun')::boolean AS dry_run, (r.settings->>'acceptNoBackup')::boolean AS accept_no_backup,
            (r.settings->>'acceptSlowReferences')::boolean AS accept_slow_references,
            (r.settings->>'workers')::integer AS workers, (r.settings->>'targetBatchMillis')::bigint AS target_batch_millis,
            (r.settings->>'mostRowsPerSecond')::bigint AS most_rows_per_second,
            r.settings->>'windowFrom' AS window_from, r.settings->>'windowUntil' AS window_until,
            (r.settings->>'quarantineLimit')::double precision AS quarantine_limit,
            r.settings->>'onFailure' AS on_failure, (r.settings->>'recentDays')::integer AS recent_days,
            coalesce((r.settings->>'vacuum')::boolean, true) AS vacuum""";

    private SettingsColumn() {}

    static Object[] values(RunSettings settings) {
        return new Object[] {
            settings.strategy().name(),
            settings.onCollision().name(),
            settings.dryRun(),
            settings.acceptNoBackup(),
            settings.acceptSlowReferences(),
            settings.workers(),
            settings.targetBatch().toMillis(),
            settings.mostRowsPerSecond(),
            time(settings.window().map(RunSettings.Window::from)),
            time(settings.window().map(RunSettings.Window::until)),
            settings.quarantineLimit(),
            settings.onFailure().name(),
            settings.recentDays(),
            settings.vacuum()
        };
    }

    private static Object time(Optional<LocalTime> time) {
        return time.<Object>map(LocalTime::toString).orElse(new Session.Null(String.class));
    }

    static RunSettings read(Session.Fields row) {
        Optional<RunSettings.Window> window = row.find("window_from", String.class)
                .map(from -> new RunSettings.Window(LocalTime.parse(from), LocalTime.parse(row.text("window_until"))));
        return new RunSettings(
                Strategy.valueOf(row.text("strategy")),
                RunSettings.OnCollision.valueOf(row.text("on_collision")),
                row.flag("dry_run"),
                row.flag("accept_no_backup"),
                row.flag("accept_slow_references"),
                row.get("workers", Integer.class),
                Duration.ofMillis(row.number("target_batch_millis")),
                row.number("most_rows_per_second"),
                window,
                row.get("quarantine_limit", Double.class),
                RunSettings.OnFailure.valueOf(row.text("on_failure")),
                row.get("recent_days", Integer.class),
                row.flag("vacuum"));
    }
}
