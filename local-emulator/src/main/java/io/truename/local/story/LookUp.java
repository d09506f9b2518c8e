// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import io.truename.local.corpus.StoredDocument;
import java.util.UUID;

/**
 * Look-up of a document by the user that owns it.
 *
 * @param asked the id that {@code generate} gave
 */
record LookUp(StoredDocument document, UUID asked) {
    /** Whether the document is stored under the id. */
    boolean found() {
        return document.documentId().equals(asked);
    }
}
