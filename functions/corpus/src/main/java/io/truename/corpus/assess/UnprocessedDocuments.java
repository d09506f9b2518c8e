// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.assess;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Documents without chunks, grouped by their status. {@link ProcessedStatus} decides which status means processed.
 *
 * @param never documents without chunks in the other statuses
 * @param withoutResult documents without chunks in a status that means processed
 * @param processed statuses that mean processed
 */
record UnprocessedDocuments(long never, long withoutResult, List<String> processed) {
    static UnprocessedDocuments of(Map<String, DocumentCounts> byStatus) {
        long never = 0;
        long withoutResult = 0;
        List<String> processed = new ArrayList<>();
        for (Map.Entry<String, DocumentCounts> status : byStatus.entrySet()) {
            DocumentCounts counts = status.getValue();
            if (ProcessedStatus.isProcessed(status.getKey(), counts.documents(), counts.withoutChunks())) {
                withoutResult += counts.withoutChunks();
                processed.add(status.getKey());
            } else {
                never += counts.withoutChunks();
            }
        }
        return new UnprocessedDocuments(never, withoutResult, List.copyOf(processed));
    }

    String meaningOfNever() {
        return "Without a chunk, and of a status of which most documents have none.";
    }

    String meaningOfWithoutResult() {
        return "Without a chunk although of a status of which most documents have chunks"
                + (processed.isEmpty() ? "; there is no such status." : ": " + String.join(", ", processed) + ".");
    }
}
