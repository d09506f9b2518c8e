// SPDX-License-Identifier: Apache-2.0
package io.truename.report.weekly;

import io.truename.history.RequestHistory.Served;
import io.truename.postgres.reporting.ServerReader;
import io.truename.reviewing.feedback.Answer;
import io.truename.reviewing.reliability.Objective;
import io.truename.reviewing.reliability.ReportWindow;
import io.truename.tuning.incident.Components;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Facts of a production report.
 *
 * @param now time of the report
 * @param zone of the readers
 * @param amends report that this one replaces, if any
 * @param promised function whose availability is promised
 * @param usual requests to it in the week before the window
 * @param answers feedback of the weeks whose trend is shown, those of the window among them
 */
record WeekFacts(
        Instant now,
        ZoneId zone,
        Optional<UUID> amends,
        String promised,
        Objective objective,
        Components components,
        ProductionData.Window current,
        ProductionData.Window before,
        Optional<Served> usual,
        ServerReader.Limits server,
        WeekCosts costs,
        List<Answer> answers) {
    WeekFacts {
        answers = List.copyOf(answers);
    }

    ReportWindow window() {
        return current.window();
    }
}
