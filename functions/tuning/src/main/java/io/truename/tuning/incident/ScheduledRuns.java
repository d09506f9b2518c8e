// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.incident;

import io.truename.tuning.incident.ComponentChange.LikelyCause;
import io.truename.tuning.regression.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Runs of a job as causes of incidents. A run counts only if it is nearer to the first symptom than chance brings it in one of twenty
 * cases: the minutes from the run to the symptom, both counted, are at most a twentieth of the usual time between two runs. A job of every
 * five minutes ran shortly before everything, and explains nothing.
 */
final class ScheduledRuns {
    private static final int MOST_BY_CHANCE_PER = 20;
    /** The granularity of metrics and of cron: runs in one minute cannot be told apart. */
    private static final Duration GRAIN = Duration.ofMinutes(1);

    private static final int MOST_RUNS = 50;
    private static final Duration LOOKED_AT = Duration.ofDays(28);

    private final ScheduledJob job;
    private final Duration nearest;

    private ScheduledRuns(ScheduledJob job, Duration nearest) {
        this.job = job;
        this.nearest = nearest;
    }

    /** Runs of a job that is usually done as often as in the four weeks after a time, or at the first fifty runs after it. */
    static ScheduledRuns of(ScheduledJob job, Instant time) {
        Optional<Instant> first = job.after(time);
        Optional<Instant> next = first;
        Instant last = first.orElse(time);
        int runs = 0;
        while (next.isPresent() && runs < MOST_RUNS && !next.get().isAfter(time.plus(LOOKED_AT))) {
            last = next.get();
            runs++;
            next = job.after(last);
        }
        Duration usual = runs < 2
                ? LOOKED_AT
                : Duration.between(first.orElse(last), last).dividedBy(runs - 1);
        return new ScheduledRuns(job, usual.dividedBy(MOST_BY_CHANCE_PER).minus(GRAIN));
    }

    String component() {
        return job.component();
    }

    /** Whether a run can be more than a coincidence at all. */
    boolean tell() {
        return !nearest.isNegative();
    }

    /** The last run before a symptom, if it is no longer before it than a time, and nearer than by chance. */
    Optional<LikelyCause> before(Instant symptom, Duration longest) {
        Duration near = nearest.compareTo(longest) < 0 ? nearest : longest;
        Optional<Instant> last = Optional.empty();
        // A millisecond earlier, so that a run at the edge is found.
        Optional<Instant> next = job.after(symptom.minus(near).minusMillis(1));
        while (next.isPresent() && !next.get().isAfter(symptom)) {
            last = next;
            next = job.after(next.get());
        }
        return last.map(run -> new LikelyCause(
                new ComponentChange(new Change(Change.Kind.SCHEDULE, run.toEpochMilli(), job.name()), job.component()),
                Duration.between(run, symptom)));
    }
}
