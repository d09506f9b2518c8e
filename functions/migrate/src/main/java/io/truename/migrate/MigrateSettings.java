// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import io.truename.cloudsql.InstanceName;
import io.truename.edge.corpus.CorpusSettings;
import io.truename.edge.settings.Settings;
import io.truename.pubsub.PubSubEndpoint;
import java.time.Duration;
import java.util.Optional;

/**
 * The environment of {@code migrate}; the README has the same table.
 *
 * @param step how long a step may move rows before it asks for the next
 * @param stepsTopic its short name
 * @param deadLettersTopic its short name; empty leaves messages that cannot succeed to their subscription's policy
 * @param renamesTopic its short name; empty publishes no renames
 * @param backupAge how long ago a backup may have ended to count as fresh
 */
record MigrateSettings(
        CorpusSettings corpus,
        Duration step,
        String stepsTopic,
        Optional<String> deadLettersTopic,
        Optional<String> renamesTopic,
        Optional<InstanceName> cloudSqlInstance,
        Optional<String> cloudSqlUrl,
        Duration backupAge) {
    /** Reads every setting, so that one start shows every bad one. */
    static MigrateSettings read(Settings settings) {
        CorpusSettings corpus = CorpusSettings.read(settings);
        MigrateSettings read = new MigrateSettings(
                corpus,
                Duration.ofSeconds(settings.wholeNumber("TRUENAME_STEP_SECONDS", 40, 1, 100)),
                settings.read("TRUENAME_STEPS_TOPIC", "migration-steps", PubSubEndpoint::requireTopic),
                settings.optional("TRUENAME_DEAD_LETTERS_TOPIC", PubSubEndpoint::requireTopic),
                settings.optional("TRUENAME_RENAMES_TOPIC", text -> renamesTopic(text, corpus)),
                settings.optional("TRUENAME_CLOUDSQL_INSTANCE", InstanceName::parse),
                settings.rootUrl("TRUENAME_CLOUDSQL_URL"),
                Duration.ofHours(settings.wholeNumber("TRUENAME_BACKUP_HOURS", 24, 1, 720)));
        settings.refuseBad();
        return read;
    }

    private static String renamesTopic(String text, CorpusSettings corpus) {
        if (corpus.project().isEmpty()) {
            throw new IllegalArgumentException("needs GOOGLE_CLOUD_PROJECT, which names the project of the topic");
        }
        return PubSubEndpoint.requireTopic(text);
    }
}
