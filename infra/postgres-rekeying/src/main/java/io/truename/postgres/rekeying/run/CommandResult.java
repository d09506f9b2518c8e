// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.run;

import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunState;
import java.util.Set;

/** Result of a command. */
public sealed interface CommandResult {
    /** It was obeyed; the states may be equal. */
    record Done(RunState from, RunState to, int workers) implements CommandResult {}

    /** No run has that id. */
    record Unknown() implements CommandResult {}

    /**
     * Not now.
     *
     * @param legal what may be asked for instead
     * @param reason a sentence; says what to do first where the state alone does not
     */
    record Illegal(RunState state, Set<RunCommand> legal, String reason) implements CommandResult {
        public Illegal {
            legal = Set.copyOf(legal);
        }
    }
}
