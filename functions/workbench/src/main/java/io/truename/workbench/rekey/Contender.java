// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.rekey;

import io.truename.testkit.database.TestDatabase;
import java.util.Optional;

/** Contender of the benchmark: one way to migrate a whole corpus. */
public interface Contender {
    /** Name in the table. */
    String name();

    /** Migrates the corpus. */
    Timing run(TestDatabase database);

    /** The contender's own report as Markdown; empty if it writes none. */
    default Optional<String> report(TestDatabase database) {
        return Optional.empty();
    }

    /**
     * Duration by phase.
     *
     * @param assessSeconds of an assessment; 0 if the contender makes none
     * @param planSeconds before the first row moved
     * @param moveSeconds from the first row to the last
     * @param finishSeconds after the last: the search for late rows, and the validation of the whole corpus
     * @param transactions that moved rows
     * @param longestSeconds the longest transaction, which is the longest wait of a writer of its rows
     */
    record Timing(
            double assessSeconds,
            double planSeconds,
            double moveSeconds,
            double finishSeconds,
            long transactions,
            double longestSeconds) {
        /** Seconds from the wish to the end, without the assessment: the time that the application sees. */
        double endToEndSeconds() {
            return planSeconds + moveSeconds + finishSeconds;
        }

        /** Of one transaction that does everything. */
        static Timing ofOneTransaction(double seconds) {
            return new Timing(0, 0, seconds, 0, 1, seconds);
        }
    }
}
