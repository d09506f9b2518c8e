// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Problem;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.rekeying.plan.BackupProof;
import io.truename.rekeying.run.RunCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Preflight check before a run starts or resumes: the plan may be weeks old, and a pause may be long. */
final class StartPreflight {
    private StartPreflight() {}

    /** Reasons why a run must not start, resume or retry now, with remedies; empty if it may, or if its state forbids it anyway. */
    static Optional<EdgeResponse> refusal(Services with, RunView run, RunCommand command) {
        boolean goesOn = switch (command) {
            case START, RESUME, RETRY_QUARANTINED -> run.commands().contains(command);
            case PAUSE, ROLL_BACK -> false;
        };
        if (!goesOn) {
            return Optional.empty();
        }
        List<String> reasons = new ArrayList<>();
        if (command == RunCommand.START
                && !run.settings().acceptNoBackup()
                && with.backup().get() instanceof BackupProof.NotProven not) {
            reasons.add("No fresh backup is proven: " + not.reason()
                    + " Make a backup and start again, or plan with \"acceptNoBackup\": true, which is recorded.");
        }
        reasons.addAll(with.corpus().obstacles(run));
        return reasons.isEmpty()
                ? Optional.empty()
                : Optional.of(Problem.of(409, "The run cannot " + command.path() + " now", String.join(" ", reasons))
                        .response());
    }
}
