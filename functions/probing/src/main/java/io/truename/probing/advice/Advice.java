// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.advice;

import io.truename.probing.finding.Severity;

/**
 * Advice on a database.
 *
 * @param subject index, table, session or setting
 * @param seen the figures that led to it
 * @param statement for a person to run
 * @param effect expected of the statement
 */
public record Advice(AdviceRule rule, Severity severity, String subject, String seen, String statement, String effect) {
    /** Cost of the statement. */
    public String cost() {
        return rule.cost();
    }
}
