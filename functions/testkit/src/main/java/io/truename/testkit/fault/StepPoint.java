// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit.fault;

import java.util.Locale;

/** A step of a batch. The engine begins every statement of a step with the step's comment, forward and back. */
public enum StepPoint {
    /** The first of every batch: what a proxy counts batches by. */
    FENCE,
    LOCK,
    COLLECT,
    MOVE,
    VALIDATE,
    RECORD,
    /** The statement COMMIT, which carries no comment. */
    COMMIT;

    /** What the statements of this step begin with; for COMMIT, the statement. */
    public String text() {
        return this == COMMIT ? "COMMIT" : "/* truename:" + name().toLowerCase(Locale.ROOT) + " */";
    }

    /** Whether a statement belongs to this step. */
    public boolean matches(String sql) {
        return this == COMMIT ? sql.strip().equalsIgnoreCase("COMMIT") : sql.contains(text());
    }
}
