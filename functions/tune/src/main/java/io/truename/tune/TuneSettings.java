// SPDX-License-Identifier: Apache-2.0
package io.truename.tune;

import io.truename.edge.corpus.CorpusSettings;
import io.truename.edge.settings.Settings;
import io.truename.pubsub.PubSubEndpoint;
import java.net.URI;
import java.util.Optional;

/**
 * The environment of {@code tune}; the README has the same table.
 *
 * @param deadLettersTopic short name; empty leaves messages that cannot succeed to their subscription's policy
 * @param migrate address of the function migrate, for automatic actions; empty leaves runs alone
 * @param probe address of the function probe, for automatic actions; empty leaves its answers alone
 * @param proposalsTopic short name of the topic on which a proposal asks for its next alert
 */
record TuneSettings(
        CorpusSettings corpus,
        Optional<String> deadLettersTopic,
        Optional<URI> migrate,
        Optional<URI> probe,
        String proposalsTopic) {
    private static final String ADDRESS_RULE = "must be https://host or https://host/path, without a slash at its end";

    /** Reads every setting, so that one start shows every bad one. */
    static TuneSettings read(Settings settings) {
        TuneSettings read = new TuneSettings(
                CorpusSettings.read(settings),
                settings.optional("TRUENAME_DEAD_LETTERS_TOPIC", PubSubEndpoint::requireTopic),
                settings.optional("TRUENAME_MIGRATE_URL", TuneSettings::address),
                settings.optional("TRUENAME_PROBE_URL", TuneSettings::address),
                settings.read("TRUENAME_PROPOSALS_TOPIC", "tune-proposals", PubSubEndpoint::requireTopic));
        settings.refuseBad();
        return read;
    }

    private static URI address(String text) {
        try {
            URI uri = URI.create(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getUserInfo() == null && !text.endsWith("/")) {
                return uri;
            }
        } catch (IllegalArgumentException notAUri) {
            throw new IllegalArgumentException(ADDRESS_RULE, notAUri);
        }
        throw new IllegalArgumentException(ADDRESS_RULE);
    }
}
