// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit.fault;

import java.util.Locale;

/** Step of a batch. The engine begins every statement of a step with the step's comment, forward and back. */
public enum StepPoint {
    /** First step of every batch, by which a proxy counts batches. */
    FENCE,
    LOCK,
    COLLECT,
    MOVE,
    VALIDATE,
    RECORD,
    /** The statement COMMIT, which carries no comment. */
    COMMIT;

    /** Text that every statement of this step begins with; for COMMIT, the statement itself. */
    public String text() {
        return this == COMMIT ? "COMMIT" : "/* truename:" + name().toLowerCase(Locale.ROOT) + " */";
    }

    /** Whether a statement belongs to this step. */
    public boolean matches(String sql) {
        return this == COMMIT ? sql.strip().equalsIgnoreCase("COMMIT") : sql.contains(text());
    }
}
