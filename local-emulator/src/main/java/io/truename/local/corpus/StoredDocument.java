// SPDX-License-Identifier: Apache-2.0
package io.truename.local.corpus;

import java.util.UUID;

/** A document as the corpus holds it: its id and what its id is made of. */
public record StoredDocument(UUID documentId, String userId, String sha256) {}
