// SPDX-License-Identifier: Apache-2.0
package io.truename.local.corpus;

import java.util.UUID;

/** Stored chunk: its id and the fields that the id is computed from. */
public record StoredChunk(UUID chunkId, UUID documentId, String chunker, String chunkerVersion, int ordinal) {}
