// SPDX-License-Identifier: Apache-2.0
package io.truename.local.corpus;

import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Upload with its generated ids.
 *
 * @param chunkIds one id for each slice, in order
 */
public record NamedUpload(Upload upload, UUID documentId, List<UUID> chunkIds) {
    public NamedUpload {
        Objects.requireNonNull(documentId, "documentId");
        chunkIds = List.copyOf(chunkIds);
        if (chunkIds.size() != upload.slices().count()) {
            throw new IllegalArgumentException("chunkIds must hold one id for each of the "
                    + upload.slices().count() + " slices, got " + chunkIds.size());
        }
    }
}
