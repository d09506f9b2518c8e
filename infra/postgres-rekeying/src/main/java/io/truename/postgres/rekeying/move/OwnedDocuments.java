// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.move;

import io.truename.postgres.rekeying.batch.PlannedDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Numbers of a batch's documents and of those merged into them, each with the number of the document that owns its rows.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record OwnedDocuments(Long[] docs, Long[] owners) {
    /**
     * Collects the numbers of a batch.
     *
     * @param survivors survivors by the numbers of the documents merged into them
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
