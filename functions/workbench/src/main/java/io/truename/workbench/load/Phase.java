// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.load;

/** Phase of a load test. */
enum Phase {
    BASELINE("nothing else"),
    FORWARD("migrating"),
    MOVED("nothing else, all moved"),
    BACK("rolling back");

    private final String words;

    Phase(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
