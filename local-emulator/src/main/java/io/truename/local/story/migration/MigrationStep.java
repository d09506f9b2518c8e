// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.migration;

import io.truename.local.story.StoryStep;
import java.util.List;

/** Steps of the second chapter, in order. */
final class MigrationStep {
    static final StoryStep STORE = new StoryStep("Store with random ids, as before", "documents");
    static final StoryStep BROKEN = new StoryStep("Check that retrieval fails", "documents");
    static final StoryStep ASSESS = new StoryStep("Assess the corpus", "findings");
    static final StoryStep PLAN = new StoryStep("Plan the migration", "documents");
    static final StoryStep MIGRATE = new StoryStep("Migrate while it is in use", "documents");
    static final StoryStep RETRIEVE = new StoryStep("Retrieve every document", "documents");
    static final StoryStep ROLL_BACK = new StoryStep("Roll everything back", "documents");
    static final StoryStep IDENTICAL = new StoryStep("Compare every row with before", "rows");
    static final StoryStep AGAIN = new StoryStep("Migrate again", "documents");

    static final List<StoryStep> ALL =
            List.of(STORE, BROKEN, ASSESS, PLAN, MIGRATE, RETRIEVE, ROLL_BACK, IDENTICAL, AGAIN);

    private MigrationStep() {}
}
