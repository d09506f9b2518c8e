// SPDX-License-Identifier: Apache-2.0
package io.truename.local.corpus;

import java.util.Objects;
import java.util.UUID;

/**
 * One file that a user sends, before anybody has named it.
 *
 * @param jobId random, fixed once: storing the same upload again, after a lost answer, changes nothing
 * @param filename fit for PostgreSQL: no NUL
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
