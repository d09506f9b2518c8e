// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.run;

/** Command of a person to a run. */
public enum RunCommand {
    START("start"),
    PAUSE("pause"),
    RESUME("resume"),
    ROLL_BACK("rollback"),
    /** Puts quarantined documents back into the plan. */
    RETRY_QUARANTINED("retry-quarantined");

    private final String path;

    RunCommand(String path) {
        this.path = path;
    }

    /** The last part of its path, and its name in a run's {@code commands}. */
    public String path() {
        return path;
    }
}
