// SPDX-License-Identifier: Apache-2.0
package io.truename.tune;

import io.truename.edge.corpus.CorpusSettings;
import io.truename.edge.settings.Settings;
import io.truename.pubsub.PubSubEndpoint;
import java.util.Optional;

/**
 * The environment of {@code tune}; the README has the same table.
 *
 * @param deadLettersTopic short name; empty leaves messages that cannot succeed to their subscription's policy
 * @param proposalsTopic short name of the topic on which a proposal asks for its next alert
 */
record TuneSettings(CorpusSettings corpus, Optional<String> deadLettersTopic, String proposalsTopic) {
    /** Reads every setting, so that one start shows every bad one. */
    static TuneSettings read(Settings settings) {
        TuneSettings read = new TuneSettings(
                CorpusSettings.read(settings),
                settings.optional("TRUENAME_DEAD_LETTERS_TOPIC", PubSubEndpoint::requireTopic),
                settings.read("TRUENAME_PROPOSALS_TOPIC", "tune-proposals", PubSubEndpoint::requireTopic));
        settings.refuseBad();
        return read;
    }
}
