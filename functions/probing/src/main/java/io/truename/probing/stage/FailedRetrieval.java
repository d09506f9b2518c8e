// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.stage;

import io.truename.identity.DocumentId;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A document that a user asked for last and did not get, with the ids that its stages used.
 *
 * @param document id of the recipe, or the id that the stages used while no event has named the inputs
 * @param inputsKnown whether it is the recipe's
 * @param used id that each stage used; without stages that reported nothing
 * @param at when the user asked last
 */
public record FailedRetrieval(DocumentId document, boolean inputsKnown, Map<Stage, DocumentId> used, Instant at) {
    private static final int RANDOM = 4;
    private static final int RFC_9562 = 2;

    public FailedRetrieval {
        used = Map.copyOf(used);
    }

    /** Kind of a reason. */
    public enum Code {
        ID_RANDOM("The stage used an id drawn at random, so that no other stage can compute it."),
        ID_NOT_OF_RECIPE("The stage used an id that the recipe does not give."),
        STAGES_DIFFER("The stage used another id than the stage before it."),
        STAGE_MISSING("The document never came out of the stage."),
        OTHER_ID_ASKED("The user asked for another id than the one under which the document is stored."),
        NO_EVENTS("No stage has reported this document."),
        NOT_KNOWN("All stages used the same id. Look for the document in the index and the corpus.");

        private final String sentence;

        Code(String sentence) {
            this.sentence = sentence;
        }

        /** Explanation for people. */
        public String sentence() {
            return sentence;
        }
    }

    /**
     * Why a user does not get the document.
     *
     * @param stage at which it goes wrong
     */
    public record Reason(Code code, Stage stage) {}

    /**
     * Finds the first thing in the order of the stages that prevents the retrieval.
     *
     * @param inUse stages that report events at all: others are not missing
     */
    public Reason reason(Set<Stage> inUse) {
        DocumentId before = null;
        Stage absent = null;
        for (Stage stage : Stage.values()) {
            DocumentId id = used.get(stage);
            if (id == null) {
                absent = absent == null && inUse.contains(stage) ? stage : absent;
                continue;
            }
            boolean deviates = inputsKnown ? !id.equals(document) : before != null && !id.equals(before);
            if (deviates) {
                return new Reason(deviation(stage, id.toUuid(), before != null), stage);
            }
            before = id;
        }
        if (used.keySet().stream().allMatch(stage -> stage == Stage.RETRIEVED)) {
            return new Reason(Code.NO_EVENTS, Stage.RETRIEVED);
        }
        return absent == null ? new Reason(Code.NOT_KNOWN, Stage.RETRIEVED) : new Reason(Code.STAGE_MISSING, absent);
    }

    private Code deviation(Stage stage, UUID id, boolean storedUnderAnother) {
        if (stage == Stage.RETRIEVED && storedUnderAnother) {
            return Code.OTHER_ID_ASKED;
        }
        if (id.variant() == RFC_9562 && id.version() == RANDOM) {
            return Code.ID_RANDOM;
        }
        return inputsKnown ? Code.ID_NOT_OF_RECIPE : Code.STAGES_DIFFER;
    }
}
