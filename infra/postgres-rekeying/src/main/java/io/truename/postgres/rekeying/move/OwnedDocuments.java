// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.move;

import io.truename.postgres.rekeying.batch.PlannedDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The numbers of a batch's documents and of those merged into them, each with the number of the document that its rows belong
 * to.
 */
@SuppressWarnings("ArrayRecordComponent") // compared by no one
record OwnedDocuments(Long[] docs, Long[] owners) {
    /**
     * Of a batch.
     *
     * @param survivors by the numbers of those merged into them
     */
    static OwnedDocuments of(List<PlannedDocument> documents, Map<Long, Long> survivors) {
        List<Long> docs = new ArrayList<>();
        List<Long> owners = new ArrayList<>();
        for (PlannedDocument document : documents) {
            docs.add(document.doc());
            owners.add(document.doc());
        }
        survivors.forEach((merged, survivor) -> {
            docs.add(merged);
            owners.add(survivor);
        });
        return new OwnedDocuments(docs.toArray(Long[]::new), owners.toArray(Long[]::new));
    }
}
