// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.corpus.assess.Strategy;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.validate.ExcludedDocuments;
import io.truename.postgres.rekeying.batch.DocumentStateSql;
import io.truename.rekeying.plan.Priority;
import io.truename.rekeying.run.RunSettings;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Documents that a run excludes, by its own record: skipped, in quarantine, waiting for a survivor in quarantine, or older than the
 * strategy moves.
 */
final class RunExclusions implements ExcludedDocuments {
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final int run;
    private final RunSettings settings;

    RunExclusions(int run, RunSettings settings) {
        this.run = run;
        this.settings = settings;
    }

    @Override
    public Set<String> of(Session session, List<Suspect> suspects) {
        if (settings.strategy() == Strategy.FORWARD_ONLY) {
            return suspects.stream().map(Suspect::id).collect(Collectors.toSet());
        }
        Set<String> left = new HashSet<>(session.list(
                DocumentStateSql.of(
                        "SELECT old_id::text AS id FROM truename.document_map WHERE run + 0 = $1 AND old_id = ANY ($2)"
                                + " AND state IN ({SKIPPED}, {QUARANTINED}, {WAITING_TO_MERGE})"),
                row -> row.text("id"),
                run,
                suspects.stream()
                        .map(Suspect::id)
                        .filter(id -> UUID_TEXT.matcher(id).matches())
                        .map(UUID::fromString)
                        .toArray(UUID[]::new)));
        // As the corpus writes them.
        left.addAll(session.list(
                "SELECT lower(old_id) AS id FROM truename.quarantine WHERE run = $1 AND old_id = ANY ($2)"
                        + " AND resolved_at IS NULL",
                row -> row.text("id"),
                run,
                suspects.stream()
                        .flatMap(suspect -> Stream.of(suspect.id(), suspect.id().toUpperCase(Locale.ROOT)))
                        .toArray(String[]::new)));
        if (settings.strategy() == Strategy.HYBRID) {
            Instant made = session.one(
                    "SELECT extract(epoch FROM created_at)::float8 AS created FROM truename.run WHERE number = $1",
                    row -> Instant.ofEpochMilli((long) (row.get("created", Double.class) * 1000)),
                    run);
            suspects.stream()
                    .filter(suspect -> !Priority.isRecent(made, suspect.created(), settings.recentDays()))
                    .forEach(suspect -> left.add(suspect.id()));
        }
        return left;
    }
}
