// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.tuning;

import io.truename.local.story.StoryStep;

/** Steps of the fifth chapter, in order. */
enum TuningStep implements StoryStep {
    WEEK("Make a week of latencies", "minutes"),
    PROPOSE("Propose thresholds from it", "alerts"),
    APPLY("See the alert compare with them", "alerts"),
    ALERT("See slow requests alert", "incidents"),
    CLOSE("See that alert close", "incidents");

    private final String title;
    private final String unit;

    TuningStep(String title, String unit) {
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
