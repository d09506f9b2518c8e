// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

/**
 * Answer to a {@link JoinQuestion}.
 *
 * @param tried number of different values that were looked up
 * @param found of these, so many that are the key of a row
 */
public record JoinAnswer(int tried, int found) {
    private static final double MOST = 0.5;

    /** Answer if nothing could be looked up. */
    static final JoinAnswer NONE = new JoinAnswer(0, 0);

    /** Whether the place refers to the table: most values are keys. */
    boolean refers() {
        return tried > 0 && found >= MOST * tried;
    }

    boolean all() {
        return tried > 0 && found == tried;
    }

    String words() {
        return found + " of " + tried + (tried == 1 ? " value" : " values") + " of the sample";
    }
}
