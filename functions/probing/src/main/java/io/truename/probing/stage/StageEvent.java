// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.stage;

import io.truename.identity.ChunkId;
import io.truename.identity.ChunkName;
import io.truename.identity.ContentHashAlgorithm;
import io.truename.identity.DocumentId;
import io.truename.identity.Namespace;
import io.truename.identity.Verification;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Event that a stage reported of one document, compared with the recipe. Neither the content's hash nor a text of the event is kept.
 *
 * @param key the same for each delivery of the event, see {@link EventKey}
 * @param used id that the stage used
 * @param recipe id that the recipe gives from the event's inputs; empty if it named none
 * @param user canonical user id, if the event named one
 * @param ofChunk whether the event is of one chunk rather than of the document
 * @param chunkIdWrong whether it named the chunk's id and inputs, and the recipe gives another
 * @param found whether the user got the document; true for other stages
 * @param seconds how long the stage worked
 * @param rows how many rows the stage says that it wrote
 * @param attempt outcome of the stage's attempt
 */
public record StageEvent(
        UUID key,
        Stage stage,
        DocumentId used,
        Optional<DocumentId> recipe,
        Optional<String> user,
        boolean ofChunk,
        boolean chunkIdWrong,
        Instant at,
        boolean found,
        Optional<Double> seconds,
        Optional<Long> rows,
        StageAttempt attempt) {
    /**
     * Makes the event of fields that {@link StageEventFields#check} has accepted, whose hash is a SHA-256.
     *
     * @param arrived time of an event that has none
     */
    public static StageEvent of(StageEventFields fields, Namespace namespace, Instant arrived) {
        return of(fields, new StageRecipe(namespace, ContentHashAlgorithm.SHA_256), arrived);
    }

    /** Makes the event by a recipe whose algorithm the fields were checked with. */
    public static StageEvent of(StageEventFields fields, StageRecipe with, Instant arrived) {
        Namespace namespace = with.namespace();
        Optional<DocumentId> recipe =
                fields.contentHash().flatMap(hash -> fields.userId().map(user -> with.documentId(user, hash)));
        return new StageEvent(
                EventKey.of(fields),
                fields.stage(),
                fields.documentId(),
                recipe,
                fields.user(),
                fields.ordinal().isPresent(),
                fields.chunkId()
                        .map(id -> !chunk(fields, namespace, id).matches())
                        .orElse(false),
                fields.at().orElse(arrived),
                fields.found().orElse(true),
                fields.seconds(),
                fields.rows(),
                fields.attempt());
    }

    private static Verification chunk(StageEventFields fields, Namespace namespace, UUID claimed) {
        ChunkName name = ChunkName.of(
                fields.documentId().toString(),
                fields.chunker().orElse(null),
                fields.chunkerVersion().orElse(null),
                fields.ordinal().orElse(-1L));
        return namespace.verify(name, ChunkId.of(claimed));
    }

    /** Id under which events of one document meet: the recipe's if it is known, else the one used. */
    public DocumentId document() {
        return recipe.orElse(used);
    }

    /** Hides the user. */
    @Override
    public String toString() {
        return "StageEvent[" + key + ", " + stage.word() + "]";
    }
}
