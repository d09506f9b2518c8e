// SPDX-License-Identifier: Apache-2.0
package io.truename.report.weekly;

import io.truename.reporting.Section;
import io.truename.reporting.Section.Column;
import io.truename.reporting.Value;
import io.truename.reviewing.reliability.Availability;
import io.truename.reviewing.reliability.Incident;
import java.util.ArrayList;
import java.util.List;

/** Three actions on top of a production report: those whose neglect costs most, each with a place to begin. */
final class NextActions {
    private static final int MOST = 3;

    private NextActions() {}

    /** The actions, most urgent first. */
    static Section of(Availability availability, List<Incident> incidents, ProductionData.Window window) {
        List<List<Value>> actions = new ArrayList<>();
        if (window.quality().differing() > 0) {
            add(
                    actions,
                    "Stop deploying: implementations gave different ids.",
                    window.quality().differing() + " of " + window.quality().checks() + " self-checks",
                    "GET /functions/probe/self-checks");
        }
        if (!availability.met().orElse(true)) {
            add(
                    actions,
                    "Halt changes other than repairs: the error budget of the window is spent.",
                    availability.requests().bad() + " of "
                            + availability.requests().total() + " requests failed",
                    "terraform/runbooks/generate-availability.md");
        }
        incidents.stream()
                .filter(incident -> incident.needsReview(availability))
                .forEach(incident -> add(
                        actions,
                        "Review the causes of " + incident.name() + ".",
                        Value.share(incident.budgetUsed(availability)).forPeople() + " of the error budget",
                        "GET /functions/tune/incidents"));
        if (window.quality().reopened() > 0) {
            add(
                    actions,
                    "Find out why resolved findings came back.",
                    window.quality().reopened() + " findings",
                    "GET /functions/probe/findings?state=OPEN");
        }
        if (window.adoption().documents() > window.adoption().agreeing()) {
            add(
                    actions,
                    "Let every stage name documents by the recipe.",
                    window.adoption().documents() - window.adoption().agreeing() + " of "
                            + window.adoption().documents() + " new documents",
                    "GET /functions/probe/stages");
        }
        if (window.quality().open() > 0) {
            add(
                    actions,
                    "Resolve the findings of the probe.",
                    window.quality().open() + " are open",
                    "GET /functions/probe/findings?state=OPEN");
        }
        return new Section.Table(
                "actions",
                "Next",
                actions.isEmpty() ? "Nothing asks for an action." : "At most three, the most urgent first.",
                List.of(
                        new Column("action", "Action"),
                        new Column("evidence", "Evidence"),
                        new Column("begin", "Begin with")),
                actions.stream().limit(MOST).toList());
    }

    private static void add(List<List<Value>> actions, String action, String evidence, String begin) {
        actions.add(List.of(Value.of(action), Value.of(evidence), Value.of(begin)));
    }
}
