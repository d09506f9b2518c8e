// SPDX-License-Identifier: Apache-2.0
package io.truename.report.http;

import io.truename.postgres.reporting.ReportStore.Stored;
import io.truename.reporting.ReportLinks;
import io.truename.reviewing.audience.Reader;
import io.truename.reviewing.feedback.FeedbackToken;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Links of a report for its readers: to itself, and to the question whether it was useful. Equal reports have equal links. */
public final class FeedbackLinks {
    /** A report is asked about for so long. */
    private static final Duration ASKED = Duration.ofDays(60);

    private final byte[] key;
    private final String root;

    /**
     * Links with a key.
     *
     * @param key secret of 32 bytes or more
     * @param root of this function as readers reach it, with a slash at its end
     */
    public FeedbackLinks(String key, String root) {
        this.key = requireKey(key).getBytes(StandardCharsets.UTF_8);
        this.root = root;
    }

    /**
     * Returns the key.
     *
     * @throws IllegalArgumentException with the rule, if it is too short
     */
    public static String requireKey(String key) {
        if (key.getBytes(StandardCharsets.UTF_8).length < FeedbackToken.LEAST_KEY_BYTES) {
            throw new IllegalArgumentException("must have " + FeedbackToken.LEAST_KEY_BYTES + " bytes or more");
        }
        return key;
    }

    /** Links of a report for one of its audiences, or for anybody. */
    ReportLinks of(Stored report, Optional<Reader> reader) {
        String kind = OrderBody.name(report.order().kind());
        Optional<String> audience = reader.map(its -> its.name().toLowerCase(Locale.ROOT));
        FeedbackToken token = new FeedbackToken(
                report.id(),
                kind + audience.map(its -> "-" + its).orElse(""),
                report.madeAt().orElse(report.createdAt()).plus(ASKED));
        return new ReportLinks(
                Optional.of(root + "reports/" + report.id()
                        + audience.map(its -> "?audience=" + its).orElse("")),
                Optional.of(root + "feedback/" + token.signed(key)));
    }

    /** Token of a link; empty if it is none of ours, or too old. */
    Optional<FeedbackToken> read(String text, Instant now) {
        return FeedbackToken.read(text, key, now);
    }
}
