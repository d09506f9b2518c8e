// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

/** The story's three users. */
public final class StoryUsers {
    private static final String[] IDS = {"ada", "grace", "edsger"};

    private StoryUsers() {}

    /** Returns a user for a key, always the same for the same key. */
    static String of(String key) {
        return IDS[Math.floorMod(key.hashCode(), IDS.length)];
    }

    /** Returns a user for a number, always the same for the same number. */
    public static String of(long number) {
        return IDS[(int) Math.floorMod(number, (long) IDS.length)];
    }
}
