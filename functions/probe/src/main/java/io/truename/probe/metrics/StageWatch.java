// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.metrics;

import io.truename.monitoring.Metrics;
import io.truename.postgres.probing.stage.Retrievals;
import io.truename.postgres.probing.stage.StageReports;
import io.truename.postgres.probing.stage.StoredRows;
import io.truename.probing.stage.FailedRetrieval;
import io.truename.probing.stage.RetrievalCount;
import io.truename.probing.stage.StageFindings;
import io.truename.probing.stage.StageIds;
import io.truename.probing.stage.StageObserver;
import io.truename.probing.stage.StagePair;
import io.truename.probing.stage.StageReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** Looks at the stages of the last 24 hours, writes the metrics and reports its observations to the findings. Thread-safe. */
public final class StageWatch implements Runnable {
    private static final Duration WINDOW = Duration.ofHours(24);
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Duration ROWS_INTERVAL = Duration.ofMinutes(15);
    private static final int MOST_FAILED = 10_000;

    private final StageReports reports;
    private final Retrievals retrievals;
    private final Metrics metrics;
    private final StageObserver observer;
    private final StoredRowsLook rows;
    private final Clock clock;
    private final AtomicReference<Instant> nextRows = new AtomicReference<>(Instant.MIN);
    private final AtomicReference<Instant> next = new AtomicReference<>(Instant.MIN);

    /** Compares rows in the corpus with those that stages said. */
    @FunctionalInterface
    public interface StoredRowsLook {
        /** Looks at documents whose first event is from {@code since} on; may throw while there is no corpus. */
        StoredRows.Fewer look(Instant since, Instant now);
    }

    public StageWatch(
            StageReports reports,
            Retrievals retrievals,
            Metrics metrics,
            StageObserver observer,
            StoredRowsLook rows,
            Clock clock) {
        this.reports = reports;
        this.retrievals = retrievals;
        this.metrics = metrics;
        this.observer = observer;
        this.rows = rows;
        this.clock = clock;
    }

    /** Looks if this instance has not looked for a minute. A look that fails is left to the next: no event depends on it. */
    @Override
    public void run() {
        Instant now = clock.instant();
        Instant due = next.get();
        if (!now.isBefore(due) && next.compareAndSet(due, now.plus(INTERVAL))) {
            Instant rowsDue = nextRows.get();
            tryToLook(!now.isBefore(rowsDue) && nextRows.compareAndSet(rowsDue, now.plus(ROWS_INTERVAL)));
        }
    }

    /** Looks at the stages and at the rows in the corpus, due or not, for a person who wants to know now. Never fails. */
    public void runNow() {
        next.set(clock.instant().plus(INTERVAL));
        nextRows.set(clock.instant().plus(ROWS_INTERVAL));
        tryToLook(true);
    }

    /** One look at a time: an older one must not report after a newer one. */
    private synchronized void tryToLook(boolean withRows) {
        try {
            look();
            if (withRows) {
                lookAtRows();
            }
        } catch (RuntimeException notNow) {
            // A database that is gone makes lines of its own.
            return;
        }
    }

    private void lookAtRows() {
        Instant now = clock.instant();
        StoredRows.Fewer fewer = rows.look(now.minus(WINDOW), now);
        observer.observed(
                StageFindings.ofStoredRows(fewer.documents(), fewer.samples()),
                StageFindings::isOfStoredRows,
                fewer.complete(),
                now);
    }

    /** Looks now. */
    public void look() {
        Instant now = clock.instant();
        Instant since = now.minus(WINDOW);
        StageReport report = reports.read(since, now);
        RetrievalCount count = retrievals.overall(since);
        List<FailedRetrieval> failed = retrievals.failed(since, MOST_FAILED);
        count.success().ifPresent(success -> metrics.set(ProbeMetrics.RETRIEVAL_SUCCESS, success));
        metrics.set(ProbeMetrics.RETRIEVALS, (double) count.found(), "found");
        metrics.set(ProbeMetrics.RETRIEVALS, (double) count.missed(), "missed");
        for (StagePair pair : report.pairs()) {
            pair.agreement().ifPresent(agreement -> metrics.set(ProbeMetrics.STAGE_AGREEMENT, agreement, pair.name()));
            metrics.set(
                    ProbeMetrics.STAGE_MISSING,
                    (double) pair.missing(),
                    pair.to().word());
        }
        metrics.flush();
        observer.observed(
                StageFindings.of(
                        report,
                        failed,
                        report.stages().stream().map(StageIds::stage).collect(Collectors.toSet())),
                cause -> StageFindings.isCovered(cause, report),
                report.complete() && failed.size() < MOST_FAILED,
                now);
    }
}
