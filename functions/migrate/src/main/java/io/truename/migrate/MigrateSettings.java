// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import io.truename.cloudsql.InstanceName;
import io.truename.edge.settings.Settings;
import io.truename.monitoring.MonitoringEndpoint;
import io.truename.postgres.DatabaseUrl;
import io.truename.pubsub.PubSubEndpoint;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The environment of {@code migrate}; the README has the same table.
 *
 * @param mapping source of the YAML, not yet read; its problems are reported when a run is planned
 * @param step how long a step may move rows before it asks for the next
 * @param stepsTopic its short name
 * @param deadLettersTopic its short name; empty leaves messages that cannot succeed to their subscription's policy
 * @param project empty where none is set: then steps come from the schedule or a person only
 * @param monitoring empty where no project is set, or metrics are switched off
 * @param region where the function runs, as metrics name it
 * @param backupAge how long ago a backup may have ended to count as fresh
 */
record MigrateSettings(
        Optional<DatabaseUrl> database,
        Optional<MappingSource> mapping,
        Duration step,
        String stepsTopic,
        Optional<String> deadLettersTopic,
        Optional<String> pubSubEmulator,
        Optional<String> project,
        Optional<MonitoringEndpoint> monitoring,
        String region,
        Optional<InstanceName> cloudSqlInstance,
        Optional<String> cloudSqlUrl,
        Duration backupAge) {

    private static final Pattern REGION = Pattern.compile("[a-z][a-z0-9-]{1,62}");

    /** Reads every setting, so that one start shows every bad one. */
    static MigrateSettings read(Settings settings) {
        MigrateSettings read = new MigrateSettings(
                settings.optional("TRUENAME_DATABASE_URL", DatabaseUrl::parse),
                mapping(settings),
                Duration.ofSeconds(settings.wholeNumber("TRUENAME_STEP_SECONDS", 40, 1, 100)),
                settings.read("TRUENAME_STEPS_TOPIC", "migration-steps", PubSubEndpoint::requireTopic),
                settings.optional("TRUENAME_DEAD_LETTERS_TOPIC", PubSubEndpoint::requireTopic),
                settings.optional("PUBSUB_EMULATOR_HOST", PubSubEndpoint::requireAddress),
                settings.optional("GOOGLE_CLOUD_PROJECT", text -> text),
                monitoring(settings),
                settings.read("TRUENAME_REGION", "global", MigrateSettings::region),
                settings.optional("TRUENAME_CLOUDSQL_INSTANCE", InstanceName::parse),
                settings.rootUrl("TRUENAME_CLOUDSQL_URL"),
                Duration.ofHours(settings.wholeNumber("TRUENAME_BACKUP_HOURS", 24, 1, 720)));
        settings.refuseBad();
        return read;
    }

    private static Optional<MonitoringEndpoint> monitoring(Settings settings) {
        boolean on = settings.read("TRUENAME_MONITORING", true, text -> {
            if (!text.equals("off")) {
                throw new IllegalArgumentException("must be off, or left out");
            }
            return false;
        });
        Optional<String> server = settings.optional("TRUENAME_MONITORING_HOST", MonitoringEndpoint::requireAddress);
        return settings.optional("GOOGLE_CLOUD_PROJECT", text -> text)
                .filter(project -> on)
                .map(project -> new MonitoringEndpoint(project, server));
    }

    private static String region(String text) {
        if (!REGION.matcher(text).matches()) {
            throw new IllegalArgumentException("must be a region's name, such as europe-west3");
        }
        return text;
    }

    private static Optional<MappingSource> mapping(Settings settings) {
        Optional<MappingSource> text = settings.optional("TRUENAME_MAPPING", MappingSource.Text::new);
        return settings.read("TRUENAME_MAPPING_FILE", text, name -> {
            if (text.isPresent()) {
                throw new IllegalArgumentException("must be left out where TRUENAME_MAPPING is set");
            }
            return Optional.of(MappingSource.File.named(name));
        });
    }
}
