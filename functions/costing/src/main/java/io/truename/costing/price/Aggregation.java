// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.price;

/** Usage that counts together when tiers are walked. A free tier exists once for each. */
public record Aggregation(Level level, Interval interval) {
    /** The usual one: all projects of a billing account, over a month. */
    public static final Aggregation ACCOUNT_MONTH = new Aggregation(Level.ACCOUNT, Interval.MONTHLY);

    /** Whose usage. */
    public enum Level {
        ACCOUNT,
        PROJECT
    }

    /** Of how long a time. */
    public enum Interval {
        DAILY,
        MONTHLY
    }
}
