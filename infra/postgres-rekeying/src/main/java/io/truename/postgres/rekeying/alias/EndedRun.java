// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.alias;

import io.truename.postgres.Session;
import io.truename.rekeying.run.RunState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Ended run, with the answer whether it can be rolled back.
 *
 * @param endedAt absent only if another program wrote the run
 * @param rollbackPossible whether all data for a rollback exists
 * @param reason obstacle to a rollback, or the step that must come first; empty if there is none
 */
public record EndedRun(
        UUID id,
        RunState state,
        Optional<Instant> endedAt,
        Optional<Instant> aliasesDroppedAt,
        Optional<Instant> archiveDroppedAt,
        boolean rollbackPossible,
        Optional<String> reason) {
    private static final String NEWEST = """
            SELECT r.id, r.state, r.ended_at, r.aliases_dropped_at, r.archive_dropped_at, later.id AS later, later.dropped
              FROM truename.run r LEFT JOIN LATERAL (
                SELECT l.id, bool_or(l.aliases_dropped_at IS NOT NULL OR l.archive_dropped_at IS NOT NULL) OVER () AS dropped
                  FROM truename.run l WHERE l.number > r.number
                   AND EXISTS (SELECT FROM truename.shard s WHERE s.run = l.number AND s.documents + s.merged > 0)
                 ORDER BY l.number DESC LIMIT 1) later ON true
             WHERE r.state IN ('FINISHED', 'ROLLED_BACK', 'FAILED') ORDER BY r.number DESC LIMIT $1""";

    /** Reads ended runs, newest first. */
    public static List<EndedRun> newest(Session session, int most) {
        return session.list(NEWEST, EndedRun::read, most);
    }

    private static EndedRun read(Session.Fields row) {
        RunState state = RunState.valueOf(row.text("state"));
        Optional<Instant> aliases = row.find("aliases_dropped_at", Instant.class);
        Optional<Instant> archive = row.find("archive_dropped_at", Instant.class);
        Optional<UUID> later = row.find("later", UUID.class);
        Optional<String> never = Optional.empty();
        if (state == RunState.ROLLED_BACK) {
            never = Optional.of("It is rolled back.");
        } else if (aliases.isPresent()) {
            never = Optional.of("Its aliases were dropped.");
        } else if (archive.isPresent()) {
            never = Optional.of("Its archive was dropped.");
        } else if (later.isPresent() && row.flag("dropped")) {
            never = Optional.of("A run that moved rows after it can no longer be rolled back.");
        }
        return new EndedRun(
                row.get("id", UUID.class),
                state,
                row.find("ended_at", Instant.class),
                aliases,
                archive,
                never.isEmpty(),
                never.or(() -> later.map(run -> "Run " + run + " moved rows after it: roll that one back first.")));
    }
}
