// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

import java.nio.charset.StandardCharsets;

/**
 * The bytes of a chunk's name behind room for its namespace, in one array that is used again and again. All but the ordinal of
 * the previous name is kept: mostly the next chunk is of the same document, cut by the same chunker.
 */
final class ChunkNameBytes {
    private static final int START = NameHasher.NAMESPACE_BYTES;
    private static final int MOST_DIGITS = 10;
    private static final byte[] HEX_DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    final byte[] bytes = new byte[START + UuidText.LENGTH + 2 * (1 + ChunkName.MOST_WORD) + 1 + MOST_DIGITS];

    private long mostSignificantBits;
    private long leastSignificantBits;
    private String chunker = "";
    private String chunkerVersion = "";
    private int ordinalAt;

    /** Writes the name; the length of all bytes, or 0 if the input is not legal. The ordinal must not be negative. */
    int write(DocumentId documentId, String chunker, String chunkerVersion, int ordinal) {
        boolean kept = ordinalAt > 0
                && documentId.mostSignificantBits() == mostSignificantBits
                && documentId.leastSignificantBits() == leastSignificantBits
                && chunker.equals(this.chunker)
                && chunkerVersion.equals(this.chunkerVersion);
        if (!kept && !writePrefix(documentId, chunker, chunkerVersion)) {
            return 0;
        }
        return decimal(ordinal);
    }

    private boolean writePrefix(DocumentId documentId, String chunker, String chunkerVersion) {
        ordinalAt = 0;
        int at = uuid(documentId);
        bytes[at++] = ':';
        at = word(chunker, at);
        if (at == 0) {
            return false;
        }
        bytes[at++] = ':';
        at = word(chunkerVersion, at);
        if (at == 0) {
            return false;
        }
        bytes[at++] = ':';
        mostSignificantBits = documentId.mostSignificantBits();
        leastSignificantBits = documentId.leastSignificantBits();
        // A reference stored in an old object costs the collector's barrier: only when it must be.
        if (!chunker.equals(this.chunker)) {
            this.chunker = chunker;
        }
        if (!chunkerVersion.equals(this.chunkerVersion)) {
            this.chunkerVersion = chunkerVersion;
        }
        ordinalAt = at;
        return true;
    }

    private int uuid(DocumentId documentId) {
        int at = START;
        for (int digit = 0; digit < 32; digit++) {
            if (digit == 8 || digit == 12 || digit == 16 || digit == 20) {
                bytes[at++] = '-';
            }
            long half = digit < 16 ? documentId.mostSignificantBits() : documentId.leastSignificantBits();
            bytes[at++] = HEX_DIGITS[(int) (half >>> (60 - 4 * (digit & 15))) & 0xF];
        }
        return at;
    }

    private int word(String word, int from) {
        int length = word.length();
        if (length == 0 || length > ChunkName.MOST_WORD) {
            return 0;
        }
        for (int index = 0; index < length; index++) {
            char character = word.charAt(index);
            if (!CharacterClass.isWord(character)) {
                return 0;
            }
            bytes[from + index] = (byte) character;
        }
        return from + length;
    }

    private int decimal(int value) {
        int end = ordinalAt + 1;
        for (int rest = value / 10; rest > 0; rest /= 10) {
            end++;
        }
        int rest = value;
        for (int at = end - 1; at >= ordinalAt; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return end;
    }
}
