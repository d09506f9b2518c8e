// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.assess;

/** Meaning of a document's status. No mapping describes it, so the corpus decides. */
public final class ProcessedStatus {
    private ProcessedStatus() {}

    /** Whether a status means processed: most documents of that status have chunks. An absent status means nothing. */
    public static boolean isProcessed(String status, long documents, long withoutChunks) {
        return !status.equals(CorpusTally.NONE) && 2 * withoutChunks < documents;
    }
}
