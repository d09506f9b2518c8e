// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.run;

import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunState;
import java.util.Set;

/** Result of a command. */
public sealed interface CommandResult {
    /** The command was carried out; the states may be equal. */
    record Done(RunState from, RunState to, int workers) implements CommandResult {}

    /** No run has that id. */
    record Unknown() implements CommandResult {}

    /**
     * The run's state does not allow the command.
     *
     * @param legal commands that the state allows
     * @param reason sentence with the step that must come first, if the state alone does not tell
     */
    record Illegal(RunState state, Set<RunCommand> legal, String reason) implements CommandResult {
        public Illegal {
            legal = Set.copyOf(legal);
        }
    }
}
