// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

/** Reasons for a missing number. A report prints the word: 0 and 100 % are numbers, and each of these would turn into one of them. */
public enum Absence {
    /** Nothing was measured, or nothing arrived. */
    NO_DATA("no data"),
    /** Measured, and there was nothing to judge: no request came. */
    NO_TRAFFIC("no traffic"),
    /** Nobody set an amount to compare with. */
    NO_BUDGET("no budget"),
    /** The last value is too old to stand for now. */
    STALE("stale");

    private final String word;

    Absence(String word) {
        this.word = word;
    }

    /** As people and programs read it. */
    public String word() {
        return word;
    }
}
