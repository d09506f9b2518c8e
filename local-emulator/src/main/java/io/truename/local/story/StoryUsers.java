// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

/** The three people of the story. */
final class StoryUsers {
    private static final String[] IDS = {"ada", "grace", "edsger"};

    private StoryUsers() {}

    /** The same user for the same key, always. */
    static String of(String key) {
        return IDS[Math.floorMod(key.hashCode(), IDS.length)];
    }

    static String of(long number) {
        return IDS[(int) Math.floorMod(number, (long) IDS.length)];
    }
}
