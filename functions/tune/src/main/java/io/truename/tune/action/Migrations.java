// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.action;

import java.util.UUID;

/** Commands to the function {@code migrate}. Each may be given twice. */
public interface Migrations {
    /** Pauses a run; does nothing to one that does not run any more. */
    void pause(UUID run, String reason) throws CommandRefusedException;

    /** Resumes a run; does nothing to one that is not paused any more. */
    void resume(UUID run) throws CommandRefusedException;
}
