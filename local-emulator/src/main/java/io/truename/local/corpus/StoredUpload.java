// SPDX-License-Identifier: Apache-2.0
package io.truename.local.corpus;

import java.util.UUID;

/**
 * Result of an upload.
 *
 * @param duplicate true if the run had already stored the same content for the same user
 */
public record StoredUpload(UUID jobId, UUID documentId, boolean duplicate) {}
