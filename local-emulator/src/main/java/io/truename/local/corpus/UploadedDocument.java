// SPDX-License-Identifier: Apache-2.0
package io.truename.local.corpus;

import java.util.Objects;
import java.util.UUID;

/** The fact that a document was uploaded, by which job of which run. */
public record UploadedDocument(UUID runId, UUID jobId, UUID documentId) {
    public UploadedDocument {
        Objects.requireNonNull(runId, "runId");
        Objects.requireNonNull(jobId, "jobId");
        Objects.requireNonNull(documentId, "documentId");
    }
}
