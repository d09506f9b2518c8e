// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

/**
 * Counts of a source.
 *
 * @param documents given out, empty ones included
 * @param bytes in these documents
 * @param empty documents without content
 * @param links not followed
 * @param special pipes, sockets and devices, never opened
 * @param unreadable files and folders that could not be read
 * @param changed files that changed or vanished while they were read, and were left out
 * @param oddNames names with control characters or bytes that are not text; such files are documents like others
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
    /** Nothing met yet. */
    public static final SourceCounts NONE = new SourceCounts(0, 0, 0, 0, 0, 0, 0, 0, 0);
}
