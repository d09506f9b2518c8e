// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.report;

import io.truename.reporting.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Next steps after a run, from its state and figures. */
final class NextSteps {
    private NextSteps() {}

    static List<String> of(RunReport report) {
        List<String> steps = new ArrayList<>();
        String run = "/functions/migrate/migrations/" + report.run().id();
        switch (report.run().state()) {
            case FINISHED -> finished(report, run, steps);
            case ROLLED_BACK -> {
                vacuum(report, steps);
                steps.add(
                        "Everything stands under its old id again. Planning anew is a new run: POST /functions/migrate/migrations.");
            }
            case PAUSED ->
                steps.add("It is paused. Go on: POST " + run + "/resume. Take all of it back: POST " + run
                        + "/rollback.");
            case FAILED ->
                steps.add("It failed. Read the last error, then take back what was moved: POST " + run + "/rollback.");
            case PLANNED ->
                steps.add("It is planned and nothing has moved. Begin: POST " + run + "/start. Give it up: POST " + run
                        + "/rollback.");
            case PLANNING, RUNNING, ROLLING_BACK ->
                steps.add("It is under way; these figures are of " + report.at() + ".");
        }
        return steps;
    }

    private static void finished(RunReport report, String run, List<String> steps) {
        vacuum(report, steps);
        steps.add(
                "REFRESH MATERIALIZED VIEW for every view that shows ids: they keep the old ones until then. The assessment names them.");
        if (report.quarantined() > 0) {
            steps.add("Look at what was quarantined (GET " + run + "/quarantine), repair it, then POST " + run
                    + "/retry-quarantined.");
        }
        RunReport.Kept kept = report.kept();
        steps.add(
                kept.lookupsFound() > 0
                        ? "Old ids were asked for and found "
                                + Value.count(kept.lookupsFound()).forPeople() + " times in the last "
                                + kept.lookupDays() + " days: keep the aliases, and find who still holds them."
                        : "No old id was asked for and found in the last " + kept.lookupDays()
                                + " days. When that has held for as long as your slowest client caches ids, the aliases may be dropped ("
                                + Value.bytes(kept.planAndAliasBytes()).forPeople() + "): DELETE " + run
                                + "/aliases.");
        steps.add(
                kept.rollbackPossible()
                        ? "Until aliases or archive are dropped, all of it can be taken back: POST " + run
                                + "/rollback. Dropping them ends that."
                        : "Aliases or archive were dropped: this run can no longer be rolled back.");
    }

    private static void vacuum(RunReport report, List<String> steps) {
        Set<String> tables = new LinkedHashSet<>();
        report.tables().forEach(moved -> tables.add(moved.table()));
        if (!tables.isEmpty()) {
            steps.add(
                    "Every moved row left a dead version of itself. Autovacuum comes by itself; to be sure now: VACUUM (ANALYZE) "
                            + String.join(", ", tables) + ".");
        }
    }
}
