// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.assess;

import io.truename.reporting.Value;
import io.truename.reporting.Value.Unit;
import java.util.List;

/** Moments at which to decide between going on and going back. */
public final class DecisionPoints {
    private static final String RUN = "/functions/migrate/migrations/{id}";

    private DecisionPoints() {}

    /**
     * A moment.
     *
     * @param when the point in the run
     * @param lookAt figures to look at
     * @param goOnIf the condition of going on
     * @param otherwise the command that goes back, or stops
     */
    public record Point(String when, String lookAt, String goOnIf, String otherwise) {}

    /** All of them, in order, for a migration of that effort. */
    public static List<Point> of(EffortEstimate effort, DocumentCounts priority) {
        long first = Math.max(1, effort.documents() / 100);
        String soon = Value.seconds(effort.seconds().expected() / 100).forPeople();
        return List.of(
                new Point(
                        "After the sample batch, before the start",
                        "GET " + RUN + ": findings, columns that are not exact, collisions; GET " + RUN + "/collisions",
                        "every warning is understood, the backup is proven, and the expected time ("
                                + Value.seconds(effort.seconds().expected()).forPeople() + ") fits",
                        "POST " + RUN + "/rollback (nothing has moved: the plan is given up)"),
                new Point(
                        "After 1 % (" + count(first) + " documents, about " + soon + ")",
                        "GET " + RUN
                                + ": longest batch, holds, quarantine; your application's error rate and latency; retrieval of one moved document",
                        "retrieval works, no batch is above 2 s, nothing is quarantined that should not be",
                        "POST " + RUN + "/pause, then POST " + RUN + "/rollback"),
                new Point(
                        "After the priority part (" + count(priority.toMove()) + " documents)",
                        "GET " + RUN
                                + "/report: restored documents per user; what users report; table and index sizes; replication lag",
                        "what users wanted back is back, and nobody misses a document",
                        "POST " + RUN + "/pause to stop here, or POST " + RUN + "/rollback"),
                new Point(
                        "At the end",
                        "GET " + RUN
                                + "/report: validation of the whole corpus, numbers before and after, quarantine, lessons",
                        "the validation passed",
                        "POST " + RUN + "/rollback (works as long as plan, aliases and archive are kept)"),
                new Point(
                        "Before aliases are dropped",
                        "late look-ups in GET " + RUN + "/report: old ids that were asked for and found",
                        "there were none for as long as the slowest client caches ids: this is the last point of return",
                        "keep them: they cost about "
                                + new Value.Quantity(180.0 * (effort.documents() + effort.chunks()), Unit.BYTES)
                                        .forPeople()));
    }

    private static String count(long count) {
        return Value.count(count).forPeople();
    }
}
