// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.schema;

/**
 * Something the inspection or the preflight found.
 *
 * @param code stable, such as {@code reference.unindexed}
 * @param subject what it is about, such as a table or a column; never data
 * @param reason what is the case and what it means
 * @param remedy what to do; may be SQL to run
 */
public record Finding(Severity severity, String code, String subject, String reason, String remedy) {
    /** Severity of a finding. */
    public enum Severity {
        /** Refuses the plan. */
        REFUSAL,
        /** The migration works, at a cost or a risk. */
        WARNING,
        /** Information for operators. */
        NOTE
    }
}
