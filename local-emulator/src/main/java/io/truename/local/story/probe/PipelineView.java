// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.probe;

import com.fasterxml.jackson.databind.JsonNode;
import io.truename.local.story.MismatchException;

/**
 * How the stages agree, as {@code GET /stages} answers it. Of the stage {@code retrieved} only other ids count: most documents are
 * never looked up.
 *
 * @param stages that are used
 * @param documents that went in
 * @param waiting documents that have not come out of a stage
 */
record PipelineView(int stages, long documents, long agree, long differ, long missing, long waiting) {
    private static final int ALL = 5;

    static PipelineView of(JsonNode answer) {
        long agree = 0;
        long differ = 0;
        long missing = 0;
        long waiting = 0;
        for (JsonNode pair : answer.path("pairs")) {
            boolean retrieved = pair.path("to").asText().equals("retrieved");
            agree += pair.path("agree").asLong();
            differ += pair.path("differ").asLong();
            missing += retrieved ? 0 : pair.path("missing").asLong();
            waiting += retrieved ? 0 : pair.path("waiting").asLong();
        }
        return new PipelineView(
                answer.path("stages").size(), answer.path("documents").asLong(), agree, differ, missing, waiting);
    }

    /** Whether no event is on its way. */
    boolean isSettled() {
        return documents == 0 || (stages == ALL && waiting == 0);
    }

    /** Throws if a document has two ids, or has not come out of a stage. */
    void requireAgreement() {
        if (!isSettled() || differ > 0 || missing > 0) {
            throw new MismatchException(String.format(
                    "%,d of %,d documents have another id at the next of %,d stages, and %,d have not come out of one",
                    differ, documents, stages, missing + waiting));
        }
    }
}
