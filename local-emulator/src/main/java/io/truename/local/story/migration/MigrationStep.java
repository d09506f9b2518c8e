// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.migration;

import io.truename.local.story.StoryStep;

/** Steps of the second chapter, in order. */
enum MigrationStep implements StoryStep {
    STORE("Store with random ids, as before", "documents"),
    BROKEN("Check that retrieval fails", "documents"),
    ASSESS("Assess the corpus", "findings"),
    PLAN("Plan the migration", "documents"),
    MIGRATE("Migrate while it is in use", "documents"),
    RETRIEVE("Retrieve every document", "documents"),
    ROLL_BACK("Roll everything back", "documents"),
    IDENTICAL("Compare every row with before", "rows"),
    AGAIN("Migrate again", "documents");

    private final String title;
    private final String unit;

    MigrationStep(String title, String unit) {
        this.title = title;
        this.unit = unit;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String unit() {
        return unit;
    }
}
