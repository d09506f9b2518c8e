// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.savings;

import io.truename.local.story.StoryStep;
import java.util.List;

/** Steps of the sixth chapter, in order. */
final class SavingsStep {
    static final StoryStep REPORT = new StoryStep("Report what true ids save", "documents");
    static final StoryStep CHECK = new StoryStep("Compare the ledger with SQL", "lines");

    static final List<StoryStep> ALL = List.of(REPORT, CHECK);

    private SavingsStep() {}
}
