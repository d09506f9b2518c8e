// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedbackTokenTest {
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");
    private static final FeedbackToken TOKEN =
            new FeedbackToken(new UUID(1, 2), "weekly-engineering", NOW.plusSeconds(60));

    @Test
    void token_isReadUntilItsTime() {
        String text = TOKEN.signed(KEY);

        assertThat(FeedbackToken.read(text, KEY, NOW)).contains(TOKEN);
        assertThat(FeedbackToken.read(text, KEY, NOW.plusSeconds(60))).isEmpty();
    }

    /** Of an independent implementation: {@code printf CONTENT | openssl dgst -sha256 -hmac KEY -binary | basenc --base64url}. */
    @Test
    void signature_isThatOfTheStandard() {
        assertThat(TOKEN.signed(KEY))
                .isEqualTo(
                        "00000000-0000-0001-0000-000000000002.weekly-engineering.1795424460.rzx95QWt93GtUjZ4H8MbcFqKdAPVS3Wb52x0beJB96s");
    }

    @Test
    void everyChange_isNoticed() {
        String text = TOKEN.signed(KEY);
        for (int at = 0; at < text.length(); at++) {
            char other = text.charAt(at) == 'a' ? 'b' : 'a';
            assertThat(FeedbackToken.read(text.substring(0, at) + other + text.substring(at + 1), KEY, NOW))
                    .isEmpty();
        }
        byte[] otherKey = KEY.clone();
        otherKey[0]++;
        assertThat(FeedbackToken.read(text, otherKey, NOW)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.b.c.d", "00000000-0000-0001-0000-00000000000g.a.1.x"})
    void garbage_isNoToken(String text) {
        assertThat(FeedbackToken.read(text, KEY, NOW)).isEmpty();
    }

    @Test
    void shortKey_andPersons_areRefused() {
        assertThatThrownBy(() -> TOKEN.signed(new byte[31])).hasMessageContaining("key");
        assertThatThrownBy(() -> new FeedbackToken(new UUID(1, 2), "anna@example.com", NOW))
                .hasMessageContaining("segment");
    }
}
