// SPDX-License-Identifier: Apache-2.0
package io.truename.events;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Event of one stage about one document. Immutable; each method returns an event with one more fact. Nothing here throws: a fact that is
 * null is left out, and the function refuses wrong ones.
 */
public final class StageEvent {
    private final Map<String, Object> fields;

    private StageEvent(Map<String, Object> fields) {
        this.fields = fields;
    }

    /** The document was stored under this id. */
    public static StageEvent uploaded(@Nullable UUID documentId) {
        return of("uploaded", documentId);
    }

    /** The text was read from the document. */
    public static StageEvent parsed(@Nullable UUID documentId) {
        return of("parsed", documentId);
    }

    /** The text was cut into chunks. */
    public static StageEvent chunked(@Nullable UUID documentId) {
        return of("chunked", documentId);
    }

    /** The chunks were embedded. */
    public static StageEvent embedded(@Nullable UUID documentId) {
        return of("embedded", documentId);
    }

    /** A user asked for the document under this id; {@code found} is whether the user got it. */
    public static StageEvent retrieved(@Nullable UUID documentId, boolean found) {
        return of("retrieved", documentId).with("found", found);
    }

    private static StageEvent of(String stage, @Nullable UUID documentId) {
        return new StageEvent(Map.of("stage", stage))
                .with("documentId", documentId)
                .with("eventId", UUID.randomUUID())
                .at(Instant.now());
    }

    /** The owner of the document, or the user who asked for it. */
    public StageEvent user(@Nullable String userId) {
        return with("userId", userId);
    }

    /**
     * The hash of the file in hex digits, by the algorithm of the mapping: SHA-256 unless it names another. With the user, the id is compared
     * with the one that the recipe gives.
     */
    public StageEvent contentHash(@Nullable String hash) {
        return with("contentHash", hash);
    }

    /** The algorithm of the hash, such as {@code SHA3-256}; an event that names another than the mapping's is refused. */
    public StageEvent contentHashAlgorithm(@Nullable String algorithm) {
        return with("contentHashAlgorithm", algorithm);
    }

    /** Makes it an event of one chunk: its id, and the inputs from which the recipe makes it. */
    public StageEvent chunk(
            @Nullable UUID chunkId, @Nullable String chunker, @Nullable String chunkerVersion, int ordinal) {
        return with("chunkId", chunkId)
                .with("chunker", chunker)
                .with("chunkerVersion", chunkerVersion)
                .with("ordinal", ordinal);
    }

    /** How many rows, such as chunks, the stage wrote for the document. */
    public StageEvent rows(long rows) {
        return with("rows", rows);
    }

    /** How long the stage worked. */
    public StageEvent seconds(double seconds) {
        return with("seconds", Double.isFinite(seconds) ? seconds : null);
    }

    /** The outcome stored: the stage did its work and stored the result. Without an outcome, it counts as not told. */
    public StageEvent stored() {
        return with("outcome", "stored");
    }

    /**
     * The outcome skipped: the result was there already, so that the stage did not do its work again. Say with the methods below how much
     * that avoided: only what an event told counts in the report of savings.
     */
    public StageEvent skipped() {
        return with("outcome", "skipped");
    }

    /** The outcome failed: the attempt left no result. */
    public StageEvent failed() {
        return with("outcome", "failed");
    }

    /** How many bytes a skip did not upload, or did not read. */
    public StageEvent avoidedBytes(long bytes) {
        return with("avoidedBytes", bytes);
    }

    /** How many pages a skip of the stage parsed did not parse. */
    public StageEvent avoidedPages(long pages) {
        return with("avoidedPages", pages);
    }

    /** How many tokens a skip of the stage embedded did not embed. */
    public StageEvent avoidedTokens(long tokens) {
        return with("avoidedTokens", tokens);
    }

    /** When the stage was done; the time of the event's making by default. */
    public StageEvent at(@Nullable Instant at) {
        return with("at", at == null ? null : at.truncatedTo(ChronoUnit.MICROS));
    }

    /** An id of the caller's own, by which the same event is known again after a restart; a random one by default. */
    public StageEvent eventId(@Nullable String id) {
        return with("eventId", id);
    }

    private StageEvent with(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        Map<String, Object> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return new StageEvent(more);
    }

    /** The event as a JSON object. */
    String json() {
        StringBuilder json = new StringBuilder(256).append('{');
        fields.forEach((name, value) -> {
            json.append(json.length() > 1 ? "," : "").append('"').append(name).append("\":");
            if (value instanceof Number || value instanceof Boolean) {
                json.append(value);
            } else {
                quote(json, value.toString());
            }
        });
        return json.append('}').toString();
    }

    private static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '"' || character == '\\') {
                json.append('\\').append(character);
            } else if (character < ' ' || Character.isSurrogate(character)) {
                json.append(String.format("\\u%04x", (int) character));
            } else {
                json.append(character);
            }
        }
        json.append('"');
    }

    /** Shows the stage only: a user id or a hash must not reach a log by accident. */
    @Override
    public String toString() {
        return "StageEvent[" + fields.get("stage") + "]";
    }
}
