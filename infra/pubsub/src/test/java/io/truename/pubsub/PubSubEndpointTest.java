// SPDX-License-Identifier: Apache-2.0
package io.truename.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PubSubEndpointTest {
    @Test
    void path_isAsPubSubNamesIt() {
        assertThat(new PubSubEndpoint("p", Optional.empty()).path("steps")).isEqualTo("projects/p/topics/steps");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "1abc", "a b c", "goog-steps", "projects/p/topics/steps"})
    void topic_illegal_isRefused(String topic) {
        assertThatThrownBy(() -> PubSubEndpoint.requireTopic(topic)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "localhost:", "http://localhost:1", "a b:1"})
    void emulator_illegal_isRefused(String address) {
        assertThatThrownBy(() -> new PubSubEndpoint("p", Optional.of(address)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
