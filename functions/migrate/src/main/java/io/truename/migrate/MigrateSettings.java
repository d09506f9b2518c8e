// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import io.truename.cloudsql.InstanceName;
import io.truename.edge.settings.Settings;
import io.truename.postgres.DatabaseUrl;
import io.truename.pubsub.PubSubEndpoint;
import java.time.Duration;
import java.util.Optional;

/**
 * The environment of {@code migrate}; the README has the same table.
 *
 * @param mapping source of the YAML, not yet read; its problems are reported when a run is planned
 * @param step how long a step may move rows before it asks for the next
 * @param stepsTopic its short name
 * @param deadLettersTopic its short name; empty leaves messages that cannot succeed to their subscription's policy
 * @param project empty where none is set: then steps come from the schedule or a person only
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
        Optional<InstanceName> cloudSqlInstance,
        Optional<String> cloudSqlUrl,
        Duration backupAge) {

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
                settings.optional("TRUENAME_CLOUDSQL_INSTANCE", InstanceName::parse),
                settings.rootUrl("TRUENAME_CLOUDSQL_URL"),
                Duration.ofHours(settings.wholeNumber("TRUENAME_BACKUP_HOURS", 24, 1, 720)));
        settings.refuseBad();
        return read;
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
