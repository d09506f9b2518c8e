// SPDX-License-Identifier: Apache-2.0
package io.truename.local.corpus;

import java.util.Objects;
import java.util.UUID;

/**
 * Upload of one file by a user, before its ids are generated.
 *
 * @param jobId random and never changed: storing the same upload again, after a lost response, changes nothing
 * @param filename without NUL, which PostgreSQL cannot store
 * @param sha256 of the whole content, 64 lower-case hex digits
 */
public record Upload(
        UUID jobId, String userId, String filename, String mime, long bytes, String sha256, ChunkSlices slices) {
    public Upload {
        Objects.requireNonNull(jobId, "jobId");
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(mime, "mime");
        Objects.requireNonNull(slices, "slices");
        if (filename.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("filename must not contain NUL");
        }
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes must be 0 or more, got " + bytes);
        }
        if (sha256.length() != 64) {
            throw new IllegalArgumentException("sha256 must have 64 hex digits, got " + sha256.length());
        }
    }
}
