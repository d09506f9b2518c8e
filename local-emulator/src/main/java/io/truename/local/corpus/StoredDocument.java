// SPDX-License-Identifier: Apache-2.0
package io.truename.local.corpus;

import java.util.UUID;

/** Stored document: its id and the fields that the id is computed from. */
public record StoredDocument(UUID documentId, String userId, String sha256) {}
