// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.outage;

import io.truename.local.story.StoryStep;
import java.util.List;

/** Steps of the fourth chapter, in order. */
final class OutageStep {
    static final StoryStep CALM = new StoryStep("See no outage", "requests");
    static final StoryStep BREAK = new StoryStep("Deploy a broken revision", "failures");
    static final StoryStep ALERT = new StoryStep("See incidents open", "incidents");
    static final StoryStep CAUSE = new StoryStep("See the revision named as cause", "incidents");
    static final StoryStep MEND = new StoryStep("Deploy the one before", "requests");
    static final StoryStep CLOSE = new StoryStep("See every incident close", "incidents");

    static final List<StoryStep> ALL = List.of(CALM, BREAK, ALERT, CAUSE, MEND, CLOSE);

    private OutageStep() {}
}
