// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.price;

import java.math.BigDecimal;

/**
 * Tier of a price: the cost of each unit above the start, until the next tier starts.
 *
 * @param start amount of usage, 0 for the first
 * @param each price of one unit; 0 in a free tier
 */
public record Tier(BigDecimal start, BigDecimal each) {
    public Tier {
        if (start.signum() < 0 || each.signum() < 0) {
            throw new IllegalArgumentException("start, each: not negative");
        }
    }

    public static Tier of(String start, String each) {
        return new Tier(new BigDecimal(start), new BigDecimal(each));
    }
}
