// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.assess;

/**
 * Classes of documents by the priority of their move: documents that users may look for now and that have chunks come first. Coarser
 * than the rank of a plan, so that people can count with it.
 */
public enum PriorityClass {
    RECENT_WITH_CHUNKS("recent, with chunks"),
    OLDER_WITH_CHUNKS("older, with chunks"),
    RECENT_WITHOUT_CHUNKS("recent, without chunks"),
    OLDER_WITHOUT_CHUNKS("older, without chunks");

    private final String label;

    PriorityClass(String label) {
        this.label = label;
    }

    /** Readable name. */
    public String label() {
        return label;
    }

    /** The priority of a document. */
    public static PriorityClass of(boolean recent, boolean withChunks) {
        if (withChunks) {
            return recent ? RECENT_WITH_CHUNKS : OLDER_WITH_CHUNKS;
        }
        return recent ? RECENT_WITHOUT_CHUNKS : OLDER_WITHOUT_CHUNKS;
    }
}
