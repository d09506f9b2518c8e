// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.report;

import io.truename.rekeying.run.RunState;
import io.truename.reporting.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Lessons from the figures of a run: each lesson follows from a threshold that is named here, and names its figures. */
final class LessonsLearned {
    /** Above this, documents of the corpus deserve a look as a whole. */
    private static final double MUCH_QUARANTINED = 0.001;

    /** Holding longer than working. */
    private static final double MUCH_HELD = 1.0;

    /** Less than this teaches nothing. */
    private static final double LEAST_HELD_SECONDS = 1;

    private static final double LONG_BATCH_SECONDS = 2;

    private static final double MANY_ROWS_PER_DOCUMENT = 500;

    private LessonsLearned() {}

    static List<String> of(RunReport report) {
        List<String> lessons = new ArrayList<>();
        held(report, lessons);
        heaviestTable(report, lessons);
        if (report.work().longestSeconds() > LONG_BATCH_SECONDS) {
            lessons.add(
                    "The longest batch took " + seconds(report.work().longestSeconds())
                            + ". Writers waited as long. A smaller targetBatchSeconds, or an index on the slow reference, shortens it.");
        }
        if (report.documents().planned() > 0
                && report.quarantined() > MUCH_QUARANTINED * report.documents().planned()) {
            lessons.add("Quarantined: " + count(report.quarantined()) + " documents, "
                    + Value.share(report.quarantined()
                                    / (double) report.documents().planned())
                            .forPeople()
                    + " of the plan. The codes show whether it is one fault of the pipeline or many of the data.");
        }
        if (report.run().passes() > 2) {
            lessons.add(
                    "The corpus was planned " + report.run().passes()
                            + " times: something went on writing untrue ids, or quarantined documents became movable. Make the writer use the recipe before the next run.");
        }
        if (report.collisions().groups() > 0) {
            lessons.add(
                    "Duplicates: "
                            + count(report.collisions().losers()
                                    + report.collisions().skipped())
                            + " documents held the content of another one of the same user. With true ids the pipeline finds them before it stores them.");
        }
        long pauses = report.transitions().stream()
                .filter(transition -> transition.to() == RunState.PAUSED
                        && !transition.command().equalsIgnoreCase("pause"))
                .count();
        if (pauses > 0) {
            lessons.add("It paused by itself " + count(pauses) + " times; the transitions say why.");
        }
        return lessons;
    }

    private static void held(RunReport report, List<String> lessons) {
        double held =
                report.holds().stream().mapToDouble(RunReport.Hold::seconds).sum();
        if (held < LEAST_HELD_SECONDS) {
            return;
        }
        report.holds().stream()
                .max(Comparator.comparingDouble(RunReport.Hold::seconds))
                .ifPresent(longest -> {
                    String share = held > MUCH_HELD * report.work().busySeconds()
                            ? "It held longer than it worked (" + seconds(held) + " against "
                                    + seconds(report.work().busySeconds()) + ")"
                            : "It held for " + seconds(held);
                    lessons.add(
                            share + ", most of it for " + longest.code() + " (" + count(longest.times()) + " times, "
                                    + seconds(longest.seconds()) + "): a window when that is rare would be faster.");
                });
    }

    private static void heaviestTable(RunReport report, List<String> lessons) {
        long rows = report.tables().stream().mapToLong(RunReport.Moved::rows).sum();
        report.tables().stream()
                .max(Comparator.comparingLong(RunReport.Moved::rows))
                .ifPresent(heaviest -> {
                    if (rows > 0) {
                        lessons.add(heaviest.table() + "." + heaviest.column() + " was "
                                + Value.share(heaviest.rows() / (double) rows).forPeople()
                                + " of all rows: its indexes decide how fast a run can be.");
                    }
                    if (rows
                            > MANY_ROWS_PER_DOCUMENT
                                    * Math.max(1, report.documents().moved())) {
                        lessons.add(String.format(
                                Locale.ROOT,
                                "A document took %.0f rows on average: one document is the least a batch can hold.",
                                rows / (double) Math.max(1, report.documents().moved())));
                    }
                });
    }

    private static String count(long count) {
        return Value.count(count).forPeople();
    }

    private static String seconds(double seconds) {
        return Value.seconds(seconds).forPeople();
    }
}
