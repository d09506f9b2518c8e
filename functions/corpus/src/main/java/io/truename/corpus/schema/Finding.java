// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.schema;

/**
 * Something the inspection or the preflight found.
 *
 * @param code stable, such as {@code reference.unindexed}
 * @param subject name of a table, a column or the like; never data
 * @param reason the fact and its consequence
 * @param remedy instruction; may be SQL to run
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
