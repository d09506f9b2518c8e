// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.rekey;

import io.truename.testkit.database.TestDatabase;
import java.util.Optional;

/** A way to give a whole corpus its true ids, to be timed. */
public interface Contender {
    /** For the table. */
    String name();

    /** Does it. */
    Timing run(TestDatabase database);

    /** What it says itself of what it did, as Markdown; empty when it says nothing. */
    default Optional<String> report(TestDatabase database) {
        return Optional.empty();
    }

    /**
     * How long it took.
     *
     * @param assessSeconds of an assessment; 0 for who makes none
     * @param planSeconds before the first row moved
     * @param moveSeconds from the first row to the last
     * @param finishSeconds after the last: looking for what came meanwhile, and validating the whole corpus
     * @param transactions that moved rows
     * @param longestSeconds of them, which is how long a writer of one of their rows may wait
     */
    record Timing(
            double assessSeconds,
            double planSeconds,
            double moveSeconds,
            double finishSeconds,
            long transactions,
            double longestSeconds) {
        /** Seconds from the wish to the end, without the assessment: what the application sees. */
        double endToEndSeconds() {
            return planSeconds + moveSeconds + finishSeconds;
        }

        /** Of one transaction that does everything. */
        static Timing ofOneTransaction(double seconds) {
            return new Timing(0, 0, seconds, 0, 1, seconds);
        }
    }
}
