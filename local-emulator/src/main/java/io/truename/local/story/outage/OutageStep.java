// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.outage;

import io.truename.local.story.StoryStep;

/** Steps of the fourth chapter, in order. */
enum OutageStep implements StoryStep {
    CALM("See no outage", "requests"),
    BREAK("Deploy a broken revision", "failures"),
    ALERT("See incidents open", "incidents"),
    MEND("Deploy the one before", "requests"),
    CLOSE("See every incident close", "incidents");

    private final String title;
    private final String unit;

    OutageStep(String title, String unit) {
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
