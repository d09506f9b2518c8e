// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.edge.log.TraceContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

public class PushMessageTest {
    public static String envelope(String data, String messageId) {
        return "{\"message\":{\"data\":\"" + data + "\",\"attributes\":{\"k\":\"v\"},\"messageId\":\"" + messageId
                + "\",\"message_id\":\"" + messageId
                + "\",\"publishTime\":\"2026-01-01T00:00:00.123Z\"},\"subscription\":\"projects/p/subscriptions/s\",\"deliveryAttempt\":5}";
    }

    @Test
    void unwrap_whatPubSubSends() {
        PushMessage message = unwrap(envelope("aGVsbG8=", "7")).orElseThrow();

        assertThat(message.messageId()).isEqualTo("7");
        assertThat(message.subscription()).isEqualTo("projects/p/subscriptions/s");
        assertThat(message.attributes()).isEqualTo(Map.of("k", "v"));
        assertThat(message.deliveryAttempt()).hasValue(5);
        assertThat(message.publishedAt()).contains(Instant.parse("2026-01-01T00:00:00.123Z"));
        assertThat(new String(message.data(), StandardCharsets.UTF_8)).isEqualTo("hello");
    }

    @Test
    void unwrap_attributesOnly_hasNoData() {
        PushMessage message = unwrap("{\"subscription\":\"s\",\"message\":{\"attributes\":{\"a\":\"b\"}}}")
                .orElseThrow();
        assertThat(message.data()).isEmpty();
        assertThat(message.messageId()).isEmpty();
        assertThat(message.publishedAt()).isEmpty();
    }

    @Test
    void unwrap_timeThatIsNone_isLeftOut() {
        assertThat(unwrap(envelope("aGVsbG8=", "7").replace("2026-01-01T", "yesterday"))
                        .orElseThrow()
                        .publishedAt())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{",
                "\"x\"",
                "{\"message\":{}}",
                "{\"message\":1,\"subscription\":\"s\"}",
                "{\"subscription\":\"s\"}",
                "{\"message\":{\"data\":\"!\"},\"subscription\":\"s\"}",
                "{\"message\":{\"attributes\":{\"a\":",
                "{\"items\":[]}"
            })
    void unwrap_anythingElse_isNoMessage(String body) {
        assertThat(unwrap(body)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":{\"b\":1}}", "{\"a\":[1,[2]]}", "{\"a\":null}", "[]", "7"})
    void unwrap_oddAttributes_neverThrows(String attributes) {
        assertThat(unwrap("{\"subscription\":\"s\",\"message\":{\"attributes\":" + attributes
                                + ",\"messageId\":\"7\"}}")
                        .map(PushMessage::messageId))
                .contains("7");
    }

    // As text, it would be longer than any other text of a request may be.
    @Test
    void unwrap_largePayload_isRead() {
        byte[] data = new byte[5_000_000];
        data[4_999_999] = 7;
        assertThat(unwrap(envelope(Base64.getEncoder().encodeToString(data), "7"))
                        .orElseThrow()
                        .data())
                .isEqualTo(data);
    }

    @Test
    void ofEvent_pubSubMessage_hasItsPayload() {
        PushMessage message =
                PushMessage.ofEvent("{\"data\":\"aGVsbG8=\",\"attributes\":{\"k\":\"v\"}}", "7", "projects/p/topics/t");
        assertThat(new String(message.data(), StandardCharsets.UTF_8)).isEqualTo("hello");
        assertThat(message.attributes()).isEqualTo(Map.of("k", "v"));
        assertThat(message.messageId()).isEqualTo("7");
        assertThat(message.subscription()).isEqualTo("projects/p/topics/t");
        assertThat(message.deliveryAttempt()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1]", "7", "{\"bucket\":\"b\",\"name\":\"n\"}", "{\"data\":\"!\"}"})
    void ofEvent_anythingElse_isThePayloadItself(String eventData) {
        PushMessage message = PushMessage.ofEvent(eventData, "7", "r");
        assertThat(new String(message.data(), StandardCharsets.UTF_8)).isEqualTo(eventData);
        assertThat(message.attributes()).isEmpty();
    }

    @Test
    void trace_isTheAttributes_orThatOfGooglesClients() {
        String own = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        String theirs = "00-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
        assertThat(of(Map.of("traceparent", own, "googclient_traceparent", theirs))
                        .trace())
                .isEqualTo(TraceContext.parse(Optional.of(own)));
        assertThat(of(Map.of("traceparent", "alice", "googclient_traceparent", theirs))
                        .trace())
                .isEqualTo(TraceContext.parse(Optional.of(theirs)));
        assertThat(of(Map.of("traceparent", "alice")).trace()).isSameAs(TraceContext.NONE);
    }

    private static PushMessage of(Map<String, String> attributes) {
        return new PushMessage("7", "s", attributes, new byte[0], OptionalInt.empty(), Optional.empty());
    }

    private static Optional<PushMessage> unwrap(String body) {
        return PushMessage.unwrap(body.getBytes(StandardCharsets.UTF_8));
    }
}
