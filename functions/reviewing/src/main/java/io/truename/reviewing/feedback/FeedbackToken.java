// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.feedback;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Message authentication code (HMAC-SHA256, RFC 2104) of a link that asks "was this useful?": says that the link came with a report, and
 * for which segment. It has no id of a reader: all readers of a segment get the same, so that an answer names nobody.
 *
 * @param segment as in {@link Answer}
 * @param until time after which it is not taken, to the second
 */
public record FeedbackToken(UUID report, String segment, Instant until) {
    /** Shortest key: as long as a SHA-256. */
    public static final int LEAST_KEY_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern FORM =
            Pattern.compile("([0-9a-f-]{36})\\.(" + Answer.SEGMENT + ")\\.([0-9]{1,11})\\.([A-Za-z0-9_-]{43})");

    public FeedbackToken {
        if (!segment.matches(Answer.SEGMENT)) {
            throw new IllegalArgumentException("segment: as of an answer, never a person");
        }
        until = Instant.ofEpochSecond(until.getEpochSecond());
        if (until.isBefore(Instant.EPOCH)) {
            throw new IllegalArgumentException("until: after 1970");
        }
    }

    /**
     * The token as text, for a link.
     *
     * @param key secret of 32 bytes or more, known to no reader
     */
    public String signed(byte[] key) {
        return content() + "." + signature(key, content());
    }

    /** Reads a text; empty if it was not signed with that key, or its time is over. */
    public static Optional<FeedbackToken> read(String text, byte[] key, Instant now) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        FeedbackToken token;
        try {
            token = new FeedbackToken(
                    UUID.fromString(form.group(1)),
                    form.group(2),
                    Instant.ofEpochSecond(Long.parseLong(form.group(3))));
        } catch (IllegalArgumentException noToken) {
            return Optional.empty();
        }
        // In a time that says nothing about the place of the first difference.
        boolean genuine = MessageDigest.isEqual(
                token.signed(key).getBytes(StandardCharsets.US_ASCII), text.getBytes(StandardCharsets.US_ASCII));
        return genuine && now.isBefore(token.until()) ? Optional.of(token) : Optional.empty();
    }

    private String content() {
        return report + "." + segment + "." + until.getEpochSecond();
    }

    private static String signature(byte[] key, String content) {
        if (key.length < LEAST_KEY_BYTES) {
            throw new IllegalArgumentException("key: of " + LEAST_KEY_BYTES + " bytes or more");
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException inEveryJdk) {
            throw new IllegalStateException(inEveryJdk);
        }
    }
}
