// SPDX-License-Identifier: Apache-2.0
package io.truename.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MessageTest {
    @Test
    void message_atEveryBound_isLegal() {
        Message message = new Message(
                new byte[10_000_000],
                IntStream.range(0, 100)
                        .boxed()
                        .collect(Collectors.toMap(i -> String.format("%0256d", i), i -> "v".repeat(1_024))),
                Optional.of("k".repeat(1_024)));
        assertThat(message.attributes()).hasSize(100);
        assertThat(new Message(new byte[0], Map.of("a", ""), Optional.empty()).data())
                .isEmpty();
    }

    static Stream<Arguments> illegal() {
        Optional<String> none = Optional.empty();
        return Stream.of(
                arguments(new byte[10_000_001], Map.of(), none, "data"),
                arguments(new byte[0], Map.of(), none, "data"),
                arguments(new byte[1], Map.of("", "v"), none, "attributes"),
                arguments(new byte[1], Map.of("googclient_x", "v"), none, "attributes"),
                arguments(new byte[1], Map.of("\u00e4".repeat(129), "v"), none, "attributes"),
                arguments(new byte[1], Map.of("a", "\u00e4".repeat(513)), none, "attributes"),
                arguments(new byte[1], Map.of(), Optional.of(""), "orderingKey"),
                arguments(new byte[1], Map.of(), Optional.of("k".repeat(1_025)), "orderingKey"));
    }

    @ParameterizedTest
    @MethodSource("illegal")
    void message_thatPubSubRefuses_cannotBeMade(
            byte[] data, Map<String, String> attributes, Optional<String> orderingKey, String component) {
        assertThatThrownBy(() -> new Message(data, attributes, orderingKey))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(component);
    }
}
