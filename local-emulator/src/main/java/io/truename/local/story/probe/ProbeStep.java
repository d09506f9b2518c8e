// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.probe;

import io.truename.local.story.StoryStep;
import java.util.List;

/** Steps of the third chapter, in order. */
final class ProbeStep {
    static final StoryStep STAGES = new StoryStep("See all stages agree", "documents");
    static final StoryStep CLEAN = new StoryStep("Probe the clean corpus", "rows");
    static final StoryStep BREAK = new StoryStep("Break it on purpose", "faults");
    static final StoryStep FIND = new StoryStep("Find every fault", "findings");
    static final StoryStep REPAIR = new StoryStep("Repair rows and stages", "faults");
    static final StoryStep RESOLVED = new StoryStep("See every finding resolved", "findings");

    static final List<StoryStep> ALL = List.of(STAGES, CLEAN, BREAK, FIND, REPAIR, RESOLVED);

    private ProbeStep() {}
}
