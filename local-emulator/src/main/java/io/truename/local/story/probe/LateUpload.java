// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.probe;

import java.util.UUID;

/**
 * Upload that a stage spoils.
 *
 * @param documentId the true id
 */
record LateUpload(UUID documentId, String userId, String sha256, StageFault fault) {}
