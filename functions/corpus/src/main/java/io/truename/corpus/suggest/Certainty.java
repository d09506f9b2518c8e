// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

/** Certainty of a choice. */
public enum Certainty {
    /** The catalog declares it, or it was computed for rows of the sample and agrees. */
    CERTAIN,
    /** Names, types and values agree. */
    PROBABLE,
    /** A guess that a person must confirm. */
    UNCERTAIN
}
