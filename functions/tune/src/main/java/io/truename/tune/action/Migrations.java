// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.action;

import java.util.UUID;

/** Commands to the function {@code migrate}. Each may be given twice. */
public interface Migrations {
    /** A command that was not done; the message says why. */
    final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        public RefusedException(String message) {
            super(message);
        }
    }

    /** Pauses a run; does nothing to one that does not run any more. */
    void pause(UUID run, String reason) throws RefusedException;

    /** Resumes a run; does nothing to one that is not paused any more. */
    void resume(UUID run) throws RefusedException;
}
