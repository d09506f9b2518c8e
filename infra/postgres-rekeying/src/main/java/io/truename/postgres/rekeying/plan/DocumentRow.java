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

/** Document of a page, with its stored values and the results of planning so far. */
public final class DocumentRow {
    /** Id as the corpus writes it. */
    final String written;

    final Optional<Instant> created;
    final Optional<String> status;
    final TableCursor.Row place;
    final @Nullable UUID id;
    final @Nullable DocumentId trueId;

    /** Number in the plan, if the document is planned. */
    long doc;

    int[] chunks = {};
    int[] untrueChunks = {};
    boolean hasDuplicateChunks;

    /** Chunks that will be merged into equal ones of the same document. */
    int mergedChunks;

    @Nullable
    Unfit unfit;

    /** Reason for which a document cannot be planned. */
    record Unfit(String code, String reason) {}

    private DocumentRow(
            String written,
            Optional<Instant> created,
            Optional<String> status,
            TableCursor.Row place,
            @Nullable UUID id,
            @Nullable DocumentId trueId,
            @Nullable Unfit unfit) {
        this.written = written;
        this.created = created;
        this.status = status;
        this.place = place;
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
        TableCursor.Row place = new TableCursor.Row(row.number("part"), row.text("place"));
        try {
            UUID id = UuidText.parse(written);
            return new DocumentRow(written, created, status, place, id, trueId(schema, row), null);
        } catch (RefusedException illegal) {
            return new DocumentRow(
                    written, created, status, place, null, null, new Unfit("recipe.illegal", reason(schema, illegal)));
        }
    }

    /**
     * Computes the true id from the columns {@code owner} and {@code hash}.
     *
     * @throws RefusedException if an input is not legal
     */
    public static DocumentId trueId(CorpusSchema schema, Fields row) {
        return schema.documentId(
                row.find("owner", String.class).orElse(null),
                row.find("hash", String.class).orElse(null));
    }

    /** Reason of a refusal, with the names of the mapping's fields. */
    public static String reason(CorpusSchema schema, RefusedException illegal) {
        StringBuilder reason = new StringBuilder();
        for (Refusal refusal : illegal.refusals()) {
            String field = refusal.field();
            String place = field.equals("userId")
                    ? "documents.user (" + schema.documents().user().described() + ")"
                    : field.equals("fileSha256") || field.equals("contentHash")
                            ? "documents.contentHash ("
                                    + schema.documents().contentHash().described() + ")"
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

    /** Stored id of a fit document. */
    UUID id() {
        return Objects.requireNonNull(id, "id");
    }

    /** True id of a fit document. */
    DocumentId trueId() {
        return Objects.requireNonNull(trueId, "trueId");
    }

    boolean moves() {
        return !trueId().toUuid().equals(id());
    }

    /** Marks the document as unfit; an earlier reason stays. */
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
