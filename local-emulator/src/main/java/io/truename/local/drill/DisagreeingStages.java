// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import io.truename.local.story.CorpusLogin;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Chunker that names documents at random, until it processes them again. */
final class DisagreeingStages implements Cause {
    private static final String KIND = "stage.disagrees";
    private static final int DOCUMENTS = 3;

    private final CorpusLogin login;
    private final Scans scans;
    private final Clock clock = Clock.systemUTC();

    DisagreeingStages(CorpusLogin login, Scans scans) {
        this.login = login;
        this.scans = scans;
    }

    @Override
    public String name() {
        return "the chunker names three documents at random";
    }

    @Override
    public List<String> opens() {
        return List.of(
                "stage-mismatch",
                "stage-consistency-fast",
                "stage-consistency-slow",
                "stage-consistency-ticket",
                "stage-consistency-budget");
    }

    @Override
    public void begin() throws InterruptedException, SQLException {
        chunk(true);
    }

    @Override
    public void end() throws InterruptedException, SQLException {
        chunk(false);
    }

    /** The scan of {@link LostReference} looked at the stages as well. */
    @Override
    public void awaitPoints(boolean ended) throws InterruptedException {
        scans.await(KIND, open -> ended == (open == 0));
    }

    private void chunk(boolean atRandom) throws InterruptedException, SQLException {
        StageEvents events = new StageEvents();
        Instant now = clock.instant();
        for (StoredDocument document : StoredDocument.read(login, DOCUMENTS)) {
            if (atRandom) {
                events.add("chunked", document, UUID.randomUUID(), now);
            } else {
                for (String stage : List.of("parsed", "chunked", "embedded")) {
                    events.add(stage, document, document.id(), now);
                }
            }
        }
        events.send(scans.probe());
    }
}
