// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.http;

import io.truename.corpus.schema.Finding;
import io.truename.edge.json.FieldProblem;
import io.truename.postgres.probing.scan.ScanKind;
import io.truename.postgres.probing.scan.ScanSettings;
import io.truename.postgres.probing.scan.ScanStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Scans of the corpus. */
public interface Scans {
    /** Result of a request for a scan. */
    sealed interface Begun {
        /** It began; its first step was asked for. */
        record Started(UUID scan) implements Begun {}

        /** One of the kind is under way; if it waited for the next round, it goes on. */
        record UnderWay(UUID scan) implements Begun {}

        /** The mapping is bad, or does not fit the database. */
        record Refused(List<FieldProblem> problems, List<Finding> findings) implements Begun {
            public Refused {
                problems = List.copyOf(problems);
                findings = List.copyOf(findings);
            }
        }
    }

    /**
     * Result of a step.
     *
     * @param outcome one word: more, waiting, done, failed, elsewhere, idle, woken or refused
     * @param log further fields of the request's log line
     */
    record Step(String outcome, long rows, Map<String, Object> log) {
        public Step {
            log = Map.copyOf(log);
        }
    }

    /** Begins a scan, or lets the one under way go on. */
    Begun begin(ScanKind kind, ScanSettings settings);

    /**
     * Works on a scan until the deadline at most, and asks for the next step.
     *
     * @param number of the step in the scan's chain; empty if it was asked for by hand
     */
    Step step(UUID scan, OptionalLong number, Instant deadline);

    /** Asks for a step of every scan that should be going on. */
    Step wake(Instant deadline);

    /** Finds a scan; works on it for a while if nobody does. */
    Optional<ScanStore.Stored> find(UUID scan);

    /** Store of scans, for lists. */
    ScanStore store();
}
