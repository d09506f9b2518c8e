// SPDX-License-Identifier: Apache-2.0
package io.truename.probe;

import io.truename.edge.corpus.CorpusSettings;
import io.truename.edge.settings.Settings;
import io.truename.postgres.DatabaseUrl;
import io.truename.probe.health.HealthSettings;
import io.truename.pubsub.PubSubEndpoint;
import io.truename.redis.RedisUrl;
import java.time.Duration;
import java.util.Optional;

/**
 * The environment of {@code probe}; the README has the same table.
 *
 * @param replica the database that scans read; empty reads the main one
 * @param redis the store that instances share for known look-ups; empty has each keep its own answers only
 * @param knownBound how long a change may be missing in the answers of known look-ups
 * @param step how long a call may scan before it asks for the next
 * @param scansTopic short name of the topic on which a scan asks for its next step
 * @param deadLettersTopic short name; empty leaves messages that cannot succeed to their subscription's policy
 */
record ProbeSettings(
        CorpusSettings corpus,
        Optional<DatabaseUrl> replica,
        Optional<RedisUrl> redis,
        Duration knownBound,
        Duration step,
        String scansTopic,
        Optional<String> deadLettersTopic,
        HealthSettings health) {
    /** Reads every setting, so that one start shows every bad one. */
    static ProbeSettings read(Settings settings) {
        ProbeSettings read = new ProbeSettings(
                CorpusSettings.read(settings),
                settings.optional("TRUENAME_REPLICA_URL", DatabaseUrl::parse),
                settings.optional("TRUENAME_REDIS_URL", RedisUrl::parse),
                Duration.ofMillis(settings.wholeNumber("TRUENAME_KNOWN_BOUND_MILLIS", 1_000, 50, 60_000)),
                Duration.ofSeconds(settings.wholeNumber("TRUENAME_STEP_SECONDS", 20, 1, 100)),
                settings.read("TRUENAME_SCANS_TOPIC", "probe-scans", PubSubEndpoint::requireTopic),
                settings.optional("TRUENAME_DEAD_LETTERS_TOPIC", PubSubEndpoint::requireTopic),
                HealthSettings.read(settings));
        settings.refuseBad();
        return read;
    }
}
