// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.identity.DocumentId;
import io.truename.identity.Refusal;
import io.truename.identity.RefusedException;
import io.truename.identity.UuidText;
import io.truename.postgres.Session.Fields;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A document of a page: what was read of it and what the plan has found out so far. */
final class DocumentRow {
    /** As the corpus writes it. */
    final String written;

    final Optional<Instant> created;
    final Optional<String> status;
    final @Nullable UUID id;
    final @Nullable DocumentId trueId;

    /** Its number, should it get into the plan. */
    long doc;

    int[] chunks = {};
    int[] untrueChunks = {};
    boolean hasDuplicateChunks;

    /** Chunks that will be merged into equal ones of the same document. */
    int mergedChunks;

    @Nullable
    Unfit unfit;

    /** Why a document cannot be planned. */
    record Unfit(String code, String reason) {}

    private DocumentRow(
            String written,
            Optional<Instant> created,
            Optional<String> status,
            @Nullable UUID id,
            @Nullable DocumentId trueId,
            @Nullable Unfit unfit) {
        this.written = written;
        this.created = created;
        this.status = status;
        this.id = id;
        this.trueId = trueId;
        this.unfit = unfit;
    }

    static DocumentRow read(CorpusSchema schema, Fields row) {
        String written = row.text("id");
        Optional<Instant> created = row.find("created", Double.class)
                .filter(seconds -> Math.abs(seconds) < 1e11)
                .map(seconds -> Instant.ofEpochSecond(seconds.longValue()));
        Optional<String> status = row.find("status", String.class);
        try {
            UUID id = UuidText.parse(written);
            return new DocumentRow(written, created, status, id, trueId(schema, row), null);
        } catch (RefusedException illegal) {
            return new DocumentRow(
                    written, created, status, null, null, new Unfit("recipe.illegal", reason(schema, illegal)));
        }
    }

    /**
     * The id that the recipe makes.
     *
     * @throws RefusedException if what it reads is not legal
     */
    // Nulls are what the corpus holds; the recipe refuses them in words.
    @SuppressWarnings("NullAway")
    static DocumentId trueId(CorpusSchema schema, Fields row) {
        return schema.namespace()
                .documentId(
                        row.find("owner", String.class).orElse(null),
                        row.find("hash", String.class).orElse(null));
    }

    private static String reason(CorpusSchema schema, RefusedException illegal) {
        StringBuilder reason = new StringBuilder();
        for (Refusal refusal : illegal.refusals()) {
            String field = refusal.field();
            String place = field.equals("userId")
                    ? "documents.user (" + schema.documents().user().name() + ")"
                    : field.equals("fileSha256")
                            ? "documents.contentHash ("
                                    + schema.documents().contentHash().name() + ")"
                            : "documents.id (" + schema.documents().id().name() + ")";
            reason.append(reason.length() == 0 ? "" : ". ")
                    .append(place)
                    .append(' ')
                    .append(refusal.rule())
                    .append("; got ")
                    .append(refusal.got());
        }
        return reason.toString();
    }

    boolean isFit() {
        return unfit == null;
    }

    /** Its id; only of a fit one. */
    UUID id() {
        return Objects.requireNonNull(id, "id");
    }

    /** The id it ought to have; only of a fit one. */
    DocumentId trueId() {
        return Objects.requireNonNull(trueId, "trueId");
    }

    boolean moves() {
        return !trueId().toUuid().equals(id());
    }

    /** The first reason stays. */
    void unfit(String code, String reason) {
        if (unfit == null) {
            unfit = new Unfit(code, reason);
        }
    }

    int chunkCount() {
        return java.util.Arrays.stream(chunks).sum();
    }

    int untrueChunkCount() {
        return java.util.Arrays.stream(untrueChunks).sum();
    }

    boolean needsPlan() {
        return isFit() && (moves() || untrueChunkCount() > 0);
    }
}
