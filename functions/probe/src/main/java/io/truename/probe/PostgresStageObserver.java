// SPDX-License-Identifier: Apache-2.0
package io.truename.probe;

import io.truename.postgres.Database;
import io.truename.postgres.probing.finding.FindingStore;
import io.truename.postgres.probing.finding.FindingStore.Changed;
import io.truename.postgres.probing.scan.ScanListener;
import io.truename.probing.finding.Cause;
import io.truename.probing.finding.Observation;
import io.truename.probing.stage.StageObserver;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Stores observations of stages as findings. A cause that a whole look did not see is resolved; those of scans are left alone. */
final class PostgresStageObserver implements StageObserver {
    private final Database database;
    private final ScanListener listener;
    private final Clock clock;
    private final FindingStore store = new FindingStore();

    PostgresStageObserver(Database database, ScanListener listener, Clock clock) {
        this.database = database;
        this.listener = listener;
        this.clock = clock;
    }

    @Override
    public void observed(List<Observation> observations, Predicate<Cause> scope, boolean complete, Instant began) {
        Instant now = clock.instant();
        List<Changed> changes = database.inTransaction(session -> {
            List<Changed> seen = new ArrayList<>(store.seen(session, observations, complete, now));
            if (complete) {
                seen.addAll(store.notSeen(
                        session,
                        scope,
                        observations.stream().map(Observation::cause).collect(Collectors.toSet()),
                        began,
                        now));
            }
            return seen;
        });
        listener.changed(changes);
    }
}
