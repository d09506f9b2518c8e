// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.rekey;

import io.truename.testkit.database.TestDatabase;

/** A way to give a whole corpus its true ids, to be timed. */
public interface Contender {
    /** For the table. */
    String name();

    /** Does it. */
    Timing run(TestDatabase database);

    /**
     * How long it took.
     *
     * @param planSeconds before the first row moved
     * @param moveSeconds from the first row to the last
     * @param transactions that moved rows
     * @param longestSeconds of them, which is how long a writer of one of their rows may wait
     */
    record Timing(double planSeconds, double moveSeconds, long transactions, double longestSeconds) {}
}
