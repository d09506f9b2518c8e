// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.tuning;

import io.truename.local.story.StoryStep;
import java.util.List;

/** Steps of the fifth chapter, in order. */
final class TuningStep {
    static final StoryStep WEEK = new StoryStep("Make a week of latencies", "minutes");
    static final StoryStep PROPOSE = new StoryStep("Propose thresholds from it", "alerts");
    static final StoryStep APPLY = new StoryStep("See the alert compare with them", "alerts");
    static final StoryStep ALERT = new StoryStep("See slow requests alert", "incidents");
    static final StoryStep CLOSE = new StoryStep("See that alert close", "incidents");

    static final List<StoryStep> ALL = List.of(WEEK, PROPOSE, APPLY, ALERT, CLOSE);

    private TuningStep() {}
}
