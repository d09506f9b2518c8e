// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.agent;

import java.nio.charset.StandardCharsets;

/** Size limit of a log entry. */
public final class EntrySize {
    /**
     * Most bytes of an entry.
     *
     * @see <a href="https://cloud.google.com/logging/quotas">Quotas and limits</a>
     */
    public static final int MOST_BYTES = 256 * 1024;

    private static final String CUT = "…";

    private EntrySize() {}

    /** Cuts a text to a number of UTF-8 bytes, between two characters, and marks the cut with an ellipsis. */
    public static String cut(String text, int mostBytes) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= mostBytes) {
            return text;
        }
        int end = mostBytes - CUT.getBytes(StandardCharsets.UTF_8).length;
        while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8) + CUT;
    }
}
