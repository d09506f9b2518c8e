// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.stage;

import io.truename.identity.ChunkName;
import io.truename.identity.ContentHashAlgorithm;
import io.truename.identity.DocumentId;
import io.truename.identity.DocumentName;
import io.truename.identity.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Fields of a stage event as they arrived, each readable by itself. {@link #check} finds contradictions between them.
 *
 * @param documentId id that the stage used
 * @param at when the stage was done; empty takes the time of arrival
 * @param eventId the same for each delivery of one event; empty takes the event's content
 * @param found for the stage retrieved: whether the user got the document
 * @param seconds how long the stage worked
 * @param rows how many rows the stage says that it wrote
 * @param attempt outcome of the stage's attempt
 */
public record StageEventFields(
        Stage stage,
        DocumentId documentId,
        Optional<String> userId,
        Optional<String> contentHash,
        Optional<UUID> chunkId,
        Optional<String> chunker,
        Optional<String> chunkerVersion,
        Optional<Long> ordinal,
        Optional<Instant> at,
        Optional<String> eventId,
        Optional<Boolean> found,
        Optional<Double> seconds,
        Optional<Long> rows,
        StageAttempt attempt) {
    /** Maximum age of an event. An older one may have been counted and forgotten, so that it could be counted twice. */
    public static final Duration OLDEST = Duration.ofDays(2);

    /** How far a clock of a stage may be ahead. */
    public static final Duration NEWEST = Duration.ofMinutes(10);

    private static final String NOTHING = "nothing";
    private static final String ANY_CHUNKER = "any";
    private static final String ANY_HASH = "0".repeat(64);

    /**
     * Every contradiction and every input that the recipe does not take; empty if the event can be recorded.
     *
     * @param algorithm of the recipe's content hashes
     */
    public List<Refusal> check(Instant now, ContentHashAlgorithm algorithm) {
        List<Refusal> refusals = new ArrayList<>();
        if (userId.isPresent() || contentHash.isPresent()) {
            algorithm.check(userId.orElse(null), contentHash.orElse("0".repeat(algorithm.digits()))).stream()
                    .map(StageEventFields::renamed)
                    .forEach(refusals::add);
        }
        boolean named = chunkId.isPresent();
        if (named || chunker.isPresent() || chunkerVersion.isPresent()) {
            refusals.addAll(ChunkName.check(
                    documentId.toString(),
                    chunker.orElse(named ? null : ANY_CHUNKER),
                    chunkerVersion.orElse(named ? null : ANY_CHUNKER),
                    ordinal.orElse(named ? -1L : 0L)));
        }
        if (stage == Stage.RETRIEVED && found.isEmpty()) {
            refusals.add(new Refusal("found", "must be given for the stage retrieved", NOTHING));
        }
        if (stage != Stage.RETRIEVED && found.isPresent()) {
            refusals.add(new Refusal("found", "is for the stage retrieved only; remove it", "a boolean"));
        }
        if (rows.isPresent() && (ordinal.isPresent() || stage == Stage.RETRIEVED)) {
            refusals.add(new Refusal(
                    "rows", "is for an event of a whole document that a stage wrote; remove it", "a number"));
        }
        refusals.addAll(attempt.check(stage));
        at.ifPresent(time -> {
            if (time.isBefore(now.minus(OLDEST)) || time.isAfter(now.plus(NEWEST))) {
                refusals.add(new Refusal(
                        "at",
                        "must be a time of the last " + OLDEST.toDays() + " days",
                        time.isBefore(now) ? "an earlier one" : "a later one"));
            }
        });
        return List.copyOf(refusals);
    }

    private static Refusal renamed(Refusal refusal) {
        return refusal.field().equals("fileSha256")
                ? new Refusal("contentHash", refusal.rule(), refusal.got())
                : refusal;
    }

    /** Canonical user id, as the recipe takes it. */
    Optional<String> user() {
        return userId.map(id -> new DocumentName(id, ANY_HASH).userId());
    }

    /** Hides the contents: a user id or a hash must not reach a log by accident. */
    @Override
    public String toString() {
        return "StageEventFields[" + stage.word() + "]";
    }
}
