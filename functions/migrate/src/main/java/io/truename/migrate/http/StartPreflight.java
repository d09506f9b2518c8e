// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import io.truename.corpus.schema.Finding;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Problem;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.rekeying.plan.BackupProof;
import io.truename.rekeying.run.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was proven when a run was planned, proven again before its first row moves: a plan may lie for weeks. */
final class StartPreflight {
    private StartPreflight() {}

    /** Why a planned run must not start now, with what helps; empty when it may, or when it is not to be started at all. */
    static Optional<EdgeResponse> refusal(Services with, RunView run) {
        if (run.state() != RunState.PLANNED || run.settings().dryRun()) {
            return Optional.empty();
        }
        List<String> reasons = new ArrayList<>();
        if (!run.settings().acceptNoBackup() && with.backup().get() instanceof BackupProof.NotProven not) {
            reasons.add("No fresh backup is proven: " + not.reason()
                    + " Make a backup and start again, or plan with \"acceptNoBackup\": true, which is recorded.");
        }
        if (with.corpus().look() instanceof Corpus.Looked.Found found) {
            found.findings().stream()
                    .filter(StartPreflight::isRight)
                    .map(finding -> finding.subject() + ": " + finding.reason() + " " + finding.remedy())
                    .forEach(reasons::add);
        }
        return reasons.isEmpty()
                ? Optional.empty()
                : Optional.of(Problem.of(409, "The run cannot start now", String.join(" ", reasons))
                        .response());
    }

    /** Other refusals would change the schema's fingerprint, or were there already. */
    private static boolean isRight(Finding finding) {
        return finding.severity() == Finding.Severity.REFUSAL
                && (finding.code().startsWith("privilege.") || finding.code().equals("security.rows"));
    }
}
