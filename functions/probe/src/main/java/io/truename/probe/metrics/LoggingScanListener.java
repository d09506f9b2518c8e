// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.metrics;

import io.truename.monitoring.Metrics;
import io.truename.postgres.probing.finding.FindingStore.Changed;
import io.truename.postgres.probing.scan.ScanKind;
import io.truename.postgres.probing.scan.ScanListener;
import io.truename.probe.http.ProbeEvents;
import io.truename.probing.finding.FindingKind;
import io.truename.probing.finding.HistoryEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Writes log lines of scans and findings. Of changes of one kind it writes one line, so that a flood of findings is none of lines. */
public final class LoggingScanListener implements ScanListener {
    private final ProbeEvents events;
    private final Metrics metrics;

    /** Writes to a log, and the speed of scans as a metric. */
    public LoggingScanListener(ProbeEvents events, Metrics metrics) {
        this.events = events;
        this.metrics = metrics;
    }

    @Override
    public void ended(UUID scan, ScanKind kind, boolean done, long rows, double seconds) {
        events.scanEnded(scan, kind, done, rows, seconds);
        if (done && seconds > 0) {
            metrics.set(ProbeMetrics.SCAN_ROWS_PER_SECOND, rows / seconds, kind.code());
        }
    }

    @Override
    public void waits(UUID scan, String code) {
        events.scanWaits(scan, code);
    }

    private record Line(FindingKind kind, HistoryEntry.Event event) {}

    @Override
    public void changed(List<Changed> changes) {
        Map<Line, Changed> first = new LinkedHashMap<>();
        Map<Line, Integer> numbers = new LinkedHashMap<>();
        for (Changed change : changes) {
            Line line = new Line(change.cause().kind(), change.entry().event());
            first.putIfAbsent(line, change);
            numbers.merge(line, 1, Integer::sum);
        }
        first.forEach(
                (line, change) -> events.finding(change.cause(), change.entry(), numbers.getOrDefault(line, 1) - 1));
    }
}
