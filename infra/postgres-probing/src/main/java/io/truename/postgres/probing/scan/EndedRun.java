// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import io.truename.postgres.Session;
import io.truename.probing.finding.Cause;
import io.truename.probing.finding.FindingKind;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The run of {@code migrate} that ended last. While it was under way, what it was to move was its progress; a finding that appears
 * after its end may have been there all the time, or have come by it. See {@link LiveRun}.
 */
record EndedRun(UUID id, String state) {
    /** Kinds of findings that a run covers while it is under way, and of those that its end can make. */
    private static final Set<FindingKind> COVERED = EnumSet.of(
            FindingKind.ID_RANDOM,
            FindingKind.ID_WRONG_RECIPE,
            FindingKind.CONTENT_TWICE,
            FindingKind.USER_CANNOT_RETRIEVE,
            FindingKind.ALIAS_DEAD);

    /** Finds the run; empty if none ended since. */
    static Optional<EndedRun> since(Session session, Optional<Instant> since) {
        return session.find(
                "SELECT id, state FROM truename.run WHERE ended_at >= $1 ORDER BY ended_at DESC LIMIT 1",
                row -> new EndedRun(row.get("id", UUID.class), row.text("state")),
                since.orElse(Instant.EPOCH));
    }

    /** Note for the history of a finding that appears; empty if no run covers its kind. */
    String note(Cause cause) {
        if (!COVERED.contains(cause.kind())) {
            return "";
        }
        String how = switch (state) {
            case "FINISHED" -> "was finished";
            case "ROLLED_BACK" -> "was rolled back";
            default -> "failed";
        };
        return "after run " + id + " " + how;
    }
}
