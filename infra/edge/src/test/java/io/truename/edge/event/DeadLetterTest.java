// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.edge.log.TraceContext;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
    @Test
    void of_message_keepsIt_andSaysWhereFromAndWhy() {
        TraceContext trace = new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);
        DeadLetter letter =
                DeadLetter.of(message(Map.of("reason", "schedule")), "migrate", trace, "/run must be a UUID");
        assertThat(letter.data()).containsExactly(7);
        assertThat(letter.attributes())
                .isEqualTo(Map.of(
                        "reason", "schedule",
                        "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                        "deadLetterReason", "/run must be a UUID",
                        "deadLetterMessageId", "42",
                        "deadLetterSubscription", "projects/p/subscriptions/s",
                        "deadLetterFunction", "migrate"));
    }

    // Pub/Sub refuses what is beyond these bounds, each time: the message would come for ever.
    @Test
    void of_message_staysWithinWhatATopicTakes() {
        Map<String, String> many = IntStream.range(0, 100)
                .boxed()
                .collect(Collectors.toMap(i -> (i < 2 ? "googclient_" : "key") + i, i -> "v"));
        DeadLetter letter =
                DeadLetter.of(message(many), "f", TraceContext.start(new Random(1)), "\u00e4".repeat(600) + "x");
        assertThat(letter.attributes()).hasSize(100).allSatisfy((name, value) -> {
            assertThat(name).doesNotStartWith("goog");
            assertThat(value.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(1_024);
        });
        assertThat(letter.attributes().get("deadLetterReason")).isEqualTo("\u00e4".repeat(512));
    }

    private static PushMessage message(Map<String, String> attributes) {
        return new PushMessage(
                "42", "projects/p/subscriptions/s", attributes, new byte[] {7}, OptionalInt.empty(), Optional.empty());
    }
}
