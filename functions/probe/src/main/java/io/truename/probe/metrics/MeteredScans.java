// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.metrics;

import io.truename.monitoring.Flushed;
import io.truename.monitoring.Metrics;
import io.truename.postgres.Database;
import io.truename.postgres.probing.finding.FindingStore;
import io.truename.postgres.probing.scan.ScanKind;
import io.truename.postgres.probing.scan.ScanSettings;
import io.truename.postgres.probing.scan.ScanStore;
import io.truename.probe.http.Scans;
import io.truename.probing.finding.FindingKind;
import io.truename.probing.finding.FindingState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Scans whose metrics are written before their steps are answered. */
public final class MeteredScans implements Scans {
    private final Scans scans;
    private final Metrics metrics;
    private final Database database;
    private final Clock clock;
    private final FindingStore findings = new FindingStore();

    public MeteredScans(Scans scans, Metrics metrics, Database database, Clock clock) {
        this.scans = scans;
        this.metrics = metrics;
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Begun begin(ScanKind kind, ScanSettings settings) {
        return scans.begin(kind, settings);
    }

    @Override
    public Step step(UUID scan, OptionalLong number, Instant deadline) {
        Step step;
        try {
            step = scans.step(scan, number, deadline);
        } catch (RuntimeException failed) {
            metrics.flush();
            throw failed;
        }
        if (metrics.isDue() || step.outcome().equals("done")) {
            measure();
        }
        return flushed(step);
    }

    @Override
    public Step wake(Instant deadline) {
        Step step = scans.wake(deadline);
        if (metrics.isDue()) {
            measure();
        }
        return flushed(step);
    }

    @Override
    public Optional<ScanStore.Stored> find(UUID scan) {
        return scans.find(scan);
    }

    @Override
    public ScanStore store() {
        return scans.store();
    }

    private Step flushed(Step step) {
        Flushed flushed = metrics.flush();
        Map<String, Object> log = new HashMap<>(step.log());
        log.putAll(flushed.fields());
        return new Step(step.outcome(), step.rows(), log);
    }

    /** A metric that cannot be read is left out: the step is done all the same. */
    private void measure() {
        try {
            Map<FindingKind, Long> open = new EnumMap<>(FindingKind.class);
            database.with(findings::tally).stream()
                    .filter(tally -> tally.state() == FindingState.OPEN)
                    .forEach(tally -> open.merge(tally.kind(), tally.findings(), Long::sum));
            for (FindingKind kind : FindingKind.values()) {
                metrics.set(
                        ProbeMetrics.FINDINGS_OPEN,
                        (double) open.getOrDefault(kind, 0L),
                        kind.code(),
                        kind.severity().name());
            }
            database.with(scans.store()::lastFullPass)
                    .ifPresent(last -> metrics.set(
                            ProbeMetrics.FULL_PASS_AGE,
                            Duration.between(last, clock.instant()).toMillis() / 1000.0));
        } catch (RuntimeException notRead) {
            // The next step reads it again; a database that is gone makes lines of its own.
            return;
        }
    }
}
