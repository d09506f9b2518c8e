// SPDX-License-Identifier: Apache-2.0
package io.truename.local.part;

/**
 * Health of a part.
 *
 * @param detail one sentence: what was checked, or what is wrong and what to do about it
 */
public record Health(boolean up, String detail) {
    public static Health up(String checked) {
        return new Health(true, checked);
    }

    public static Health down(String problem) {
        return new Health(false, problem);
    }
}
