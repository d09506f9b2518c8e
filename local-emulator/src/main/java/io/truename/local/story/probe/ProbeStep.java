// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.probe;

import io.truename.local.story.StoryStep;

/** Steps of the third chapter, in order. */
enum ProbeStep implements StoryStep {
    STAGES("See all stages agree", "documents"),
    CLEAN("Probe the clean corpus", "rows"),
    BREAK("Break it on purpose", "faults"),
    FIND("Find every fault", "findings"),
    REPAIR("Repair rows and stages", "faults"),
    RESOLVED("See every finding resolved", "findings");

    private final String title;
    private final String unit;

    ProbeStep(String title, String unit) {
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
