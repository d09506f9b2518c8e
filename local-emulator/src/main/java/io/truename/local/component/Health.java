// SPDX-License-Identifier: Apache-2.0
package io.truename.local.component;

/**
 * Health of a component.
 *
 * @param detail one sentence: the check that passed, or the problem and its remedy
 */
public record Health(boolean up, String detail) {
    public static Health up(String checked) {
        return new Health(true, checked);
    }

    public static Health down(String problem) {
        return new Health(false, problem);
    }
}
