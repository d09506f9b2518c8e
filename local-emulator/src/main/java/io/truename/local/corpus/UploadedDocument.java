// SPDX-License-Identifier: Apache-2.0
package io.truename.local.corpus;

import java.util.Objects;
import java.util.UUID;

/** Content of an {@code uploaded} event: document, upload job and run. */
public record UploadedDocument(UUID runId, UUID jobId, UUID documentId) {
    public UploadedDocument {
        Objects.requireNonNull(runId, "runId");
        Objects.requireNonNull(jobId, "jobId");
        Objects.requireNonNull(documentId, "documentId");
    }
}
