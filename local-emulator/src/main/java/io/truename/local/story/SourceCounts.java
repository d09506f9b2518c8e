// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

/**
 * Counts of a document source.
 *
 * @param documents documents read, including empty ones
 * @param bytes total size of these documents
 * @param empty documents without content
 * @param links symbolic links, not followed
 * @param special pipes, sockets and devices, never opened
 * @param unreadable files and folders that could not be read
 * @param changed files that changed or vanished during the read, and were left out
 * @param oddNames files whose names contain control characters or undecodable bytes; they are documents like any other
 * @param skippedFolders folders of tools and builds, left out
 */
public record SourceCounts(
        long documents,
        long bytes,
        long empty,
        long links,
        long special,
        long unreadable,
        long changed,
        long oddNames,
        long skippedFolders) {
    /** Counts before the first file. */
    public static final SourceCounts NONE = new SourceCounts(0, 0, 0, 0, 0, 0, 0, 0, 0);
}
