// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.stage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Key by which each delivery of one event is the same: 128 bits of a SHA-256 of stage, document and ordinal, and either the event's
 * own id or the rest of its content. Nothing of the content can be read from it.
 */
final class EventKey {
    private EventKey() {}

    static UUID of(StageEventFields fields) {
        MessageDigest digest = sha256();
        add(digest, Optional.of(fields.stage().word()));
        add(digest, Optional.of(fields.documentId()));
        add(digest, fields.ordinal());
        add(digest, fields.eventId());
        if (fields.eventId().isEmpty()) {
            for (Optional<?> field : List.of(
                    fields.user(),
                    fields.contentHash().map(hash -> hash.toLowerCase(java.util.Locale.ROOT)),
                    fields.chunkId(),
                    fields.chunker(),
                    fields.chunkerVersion(),
                    fields.at(),
                    fields.found(),
                    fields.seconds(),
                    fields.rows())) {
                add(digest, field);
            }
            addAttempt(digest, fields.attempt());
        }
        ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    /** Adds nothing of an event that tells no outcome: its key is the one that it had before there were any. */
    private static void addAttempt(MessageDigest digest, StageAttempt attempt) {
        if (!attempt.equals(StageAttempt.NOT_TOLD)) {
            add(digest, attempt.outcome().map(StageAttempt.Outcome::word));
            add(digest, attempt.avoidedBytes());
            add(digest, attempt.avoidedPages());
            add(digest, attempt.avoidedTokens());
        }
    }

    /** Lengths go before texts, so that no two contents have the same bytes. */
    private static void add(MessageDigest digest, Optional<?> field) {
        byte[] text = field.map(value -> value.toString().getBytes(StandardCharsets.UTF_8))
                .orElse(new byte[0]);
        digest.update(ByteBuffer.allocate(Integer.BYTES)
                .putInt(field.isPresent() ? text.length : -1)
                .array());
        digest.update(text);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("Every Java platform has SHA-256.", impossible);
        }
    }
}
