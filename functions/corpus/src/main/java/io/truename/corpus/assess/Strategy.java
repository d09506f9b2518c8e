// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.assess;

/** Migration strategy: which documents of a corpus are moved to their true ids. */
public enum Strategy {
    /** All documents. */
    FULL,
    /** Documents that users are likely to look for come first; the rest later or never. */
    HYBRID,
    /** None: only new documents get true ids. */
    FORWARD_ONLY
}
