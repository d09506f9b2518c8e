// SPDX-License-Identifier: Apache-2.0
package io.truename.local.corpus;

import java.util.UUID;

/** A chunk as the corpus holds it: its id and what its id is made of. */
public record StoredChunk(UUID chunkId, UUID documentId, String chunker, String chunkerVersion, int ordinal) {}
