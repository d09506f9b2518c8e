// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import io.truename.cloudsql.InstanceName;
import io.truename.edge.settings.Settings;
import io.truename.postgres.DatabaseUrl;
import io.truename.pubsub.StepTopic;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * The environment of {@code migrate}; the README has the same table.
 *
 * @param mapping YAML, not yet read: what is wrong with it is told to whoever wants to plan
 * @param step how long a step may move rows before it asks for the next
 * @param stepsTopic its short name
 * @param project empty where none is set: then steps come from the schedule or a person only
 * @param backupAge how long ago a backup may have ended to count as fresh
 */
record MigrateSettings(
        Optional<DatabaseUrl> database,
        Optional<String> mapping,
        Duration step,
        String stepsTopic,
        Optional<String> pubSubEmulator,
        Optional<String> project,
        Optional<InstanceName> cloudSqlInstance,
        Optional<String> cloudSqlUrl,
        Duration backupAge) {

    /** Reads every setting, so that one start shows every bad one. */
    static MigrateSettings read(Settings settings) {
        MigrateSettings read = new MigrateSettings(
                settings.read("TRUENAME_DATABASE_URL", Optional.empty(), text -> Optional.of(DatabaseUrl.parse(text))),
                settings.read("TRUENAME_MAPPING", Optional.empty(), Optional::of),
                Duration.ofSeconds(settings.read("TRUENAME_STEP_SECONDS", 40, text -> number(text, 1, 100))),
                settings.read("TRUENAME_STEPS_TOPIC", "migration-steps", StepTopic::requireTopic),
                settings.read(
                        "PUBSUB_EMULATOR_HOST", Optional.empty(), text -> Optional.of(StepTopic.requireAddress(text))),
                settings.read("GOOGLE_CLOUD_PROJECT", Optional.empty(), Optional::of),
                settings.read(
                        "TRUENAME_CLOUDSQL_INSTANCE", Optional.empty(), text -> Optional.of(InstanceName.parse(text))),
                settings.read("TRUENAME_CLOUDSQL_URL", Optional.empty(), text -> Optional.of(rootUrl(text))),
                Duration.ofHours(settings.read("TRUENAME_BACKUP_HOURS", 24, text -> number(text, 1, 720))));
        settings.refuseBad();
        return read;
    }

    private static Integer number(String text, int least, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Answered below, as any other number that is not legal.
        }
        throw new IllegalArgumentException("must be a whole number from " + least + " to " + most);
    }

    private static String rootUrl(String text) {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException notAUri) {
            throw new IllegalArgumentException("must be http://host:port/ or https://host/");
        }
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!web || uri.getHost() == null || !text.endsWith("/")) {
            throw new IllegalArgumentException("must be http://host:port/ or https://host/");
        }
        return text;
    }
}
