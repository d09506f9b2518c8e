// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import io.truename.local.story.CorpusLogin;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Users who do not find documents of theirs. */
final class FailingRetrievals implements Cause {
    private static final int DOCUMENTS = 10;
    private static final int FOUND_AGAIN = 60;
    private static final double GOAL = 0.95;

    private final CorpusLogin login;
    private final Scans scans;
    private final MetricPoints points;
    private final Clock clock = Clock.systemUTC();

    FailingRetrievals(CorpusLogin login, Scans scans, MetricPoints points) {
        this.login = login;
        this.scans = scans;
        this.points = points;
    }

    @Override
    public String name() {
        return "users look up ten documents in vain";
    }

    @Override
    public List<String> opens() {
        return List.of(
                "retrieval-failing",
                "retrieval-success-fast",
                "retrieval-success-slow",
                "retrieval-success-ticket",
                "retrieval-success-budget");
    }

    @Override
    public void begin() throws InterruptedException, SQLException {
        lookUp(false, 1);
    }

    @Override
    public void end() throws InterruptedException, SQLException {
        lookUp(true, FOUND_AGAIN);
    }

    /** The scan of {@link LostReference} looked at the retrievals as well. */
    @Override
    public void awaitPoints(boolean ended) throws InterruptedException {
        points.await("probe/retrieval_success", "", "probe-stalled-scans", share -> ended == (share > GOAL));
    }

    private void lookUp(boolean found, int times) throws InterruptedException, SQLException {
        StageEvents events = new StageEvents();
        Instant now = clock.instant();
        for (StoredDocument document : StoredDocument.read(login, DOCUMENTS)) {
            for (int i = 0; i < times; i++) {
                events.add("retrieved", document, document.id(), now.minusMillis(i))
                        .put("found", found);
            }
        }
        events.send(scans.probe());
    }
}
