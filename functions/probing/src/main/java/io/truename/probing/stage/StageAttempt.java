// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.stage;

import io.truename.identity.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Outcome of a stage's attempt, and the work that a skip avoided, as the event told them. An event of an older pipeline tells neither.
 *
 * @param outcome empty if it was not told, which is not the same as any of them
 * @param avoidedBytes of a skip: bytes that were not uploaded or not read
 * @param avoidedPages of a skip of the stage parsed: pages that were not parsed
 * @param avoidedTokens of a skip of the stage embedded: tokens that were not embedded
 */
public record StageAttempt(
        Optional<Outcome> outcome,
        Optional<Long> avoidedBytes,
        Optional<Long> avoidedPages,
        Optional<Long> avoidedTokens) {
    /** Largest object of Cloud Storage, 5 TiB: https://cloud.google.com/storage/quotas#objects */
    public static final long MOST_BYTES = 5L << 40;

    /** Attempt of an event that tells nothing of it. */
    public static final StageAttempt NOT_TOLD =
            new StageAttempt(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Outcome of an attempt. */
    public enum Outcome {
        /** The stage did its work and stored the result. */
        STORED,
        /** The result was there already, so that the stage did not do its work again. */
        SKIPPED,
        /** There is no result. */
        FAILED;

        private static final String WORDS =
                Arrays.stream(values()).map(Outcome::word).collect(Collectors.joining(", "));

        /** Word in events. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Finds an outcome by its word. */
        public static Optional<Outcome> find(String word) {
            return Arrays.stream(values())
                    .filter(outcome -> outcome.word().equals(word))
                    .findFirst();
        }

        /** All words, as a sentence lists them. */
        public static String words() {
            return WORDS;
        }
    }

    /** Whether the result was there already. */
    public boolean skipped() {
        return outcome.filter(Outcome.SKIPPED::equals).isPresent();
    }

    /** Whether the stage has no result. */
    public boolean failed() {
        return outcome.filter(Outcome.FAILED::equals).isPresent();
    }

    /** Every contradiction; empty if there is none. */
    List<Refusal> check(Stage stage) {
        List<Refusal> refusals = new ArrayList<>();
        if (outcome.isPresent() && stage == Stage.RETRIEVED) {
            refusals.add(new Refusal(
                    "outcome", "is for stages other than retrieved, which has found; remove it", "a string"));
        }
        avoided(refusals, "avoidedBytes", avoidedBytes);
        avoided(refusals, "avoidedPages", avoidedPages);
        avoided(refusals, "avoidedTokens", avoidedTokens);
        only(refusals, "avoidedPages", avoidedPages, Stage.PARSED, stage);
        only(refusals, "avoidedTokens", avoidedTokens, Stage.EMBEDDED, stage);
        return refusals;
    }

    private void avoided(List<Refusal> refusals, String field, Optional<Long> amount) {
        if (amount.isPresent() && !skipped()) {
            refusals.add(new Refusal(
                    field, "is for an event with the outcome skipped; give that outcome, or remove it", "a number"));
        }
    }

    private static void only(List<Refusal> refusals, String field, Optional<Long> amount, Stage of, Stage stage) {
        if (amount.isPresent() && stage != of) {
            refusals.add(new Refusal(field, "is for the stage " + of.word() + " only; remove it", "a number"));
        }
    }
}
