// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

/**
 * The bytes of a document's name behind room for its namespace, in one array that is used again and again.
 *
 * <p>Two ways lead to the same bytes. Nearly all input is canonical as it comes: {@link #copy} takes it over in bulk and
 * {@link #copiedWasCanonical} checks it eight characters at a time. Whatever that does not take for canonical goes through
 * {@link #write}, character by character. An owner who comes twice in a row is kept: in a batch the next name is mostly of the
 * same one. Not sooner, because a reference stored in an old object costs the collector's barrier, and that waits for the hash.
 */
final class DocumentNameBytes {
    private static final int START = NameHasher.NAMESPACE_BYTES;
    private static final int DIGITS = DocumentName.SHA_256_DIGITS;
    private static final String NOBODY = "";

    final byte[] bytes = new byte[START + DocumentName.MOST_USER_ID + 1 + DIGITS];

    private String owner = NOBODY;
    private boolean ownerInPlace;
    private boolean ownerKept;
    private long lastOwnerEnd;

    /** Takes the input over as it is, unchecked; the length of all bytes, or 0 if a field's length is not legal. */
    int copy(String userId, String fileSha256) {
        int length = userId.length();
        if (length == 0 || length > DocumentName.MOST_USER_ID || fileSha256.length() != DIGITS) {
            return 0;
        }
        ownerKept = ownerInPlace && userId.equals(owner);
        int hash = START + length + 1;
        if (!ownerKept) {
            ownerInPlace = false;
            copy(userId, length, START);
            bytes[hash - 1] = ':';
        }
        copy(fileSha256, DIGITS, hash);
        return hash + DIGITS;
    }

    /** Whether the input of {@link #copy} was canonical. If it is false, the input may be legal or not. */
    boolean copiedWasCanonical(String userId, String fileSha256) {
        if (!ownerKept) {
            if (!isCanonicalOwner(userId)) {
                return false;
            }
            keepIfSeenTwice(userId);
        }
        int hash = START + userId.length() + 1;
        return EightCharacters.areLoweredHex(bytes, hash, DIGITS) && EightCharacters.allBits(fileSha256, DIGITS) < 0x80;
    }

    /** Writes the input in canonical form; the length of all bytes, or 0 if the input is not legal. */
    int write(String userId, String fileSha256) {
        ownerInPlace = false;
        int length = userId.length();
        if (length == 0 || length > DocumentName.MOST_USER_ID || fileSha256.length() != DIGITS) {
            return 0;
        }
        boolean uuid = UuidText.isUuid(userId);
        int at = START;
        for (int index = 0; index < length; index++) {
            char character = userId.charAt(index);
            if (!CharacterClass.isPrintable(character)) {
                return 0;
            }
            bytes[at++] = (byte) (uuid ? Character.toLowerCase(character) : character);
        }
        bytes[at++] = ':';
        for (int index = 0; index < DIGITS; index++) {
            char character = fileSha256.charAt(index);
            if (!CharacterClass.isHex(character)) {
                return 0;
            }
            bytes[at++] = (byte) Character.toLowerCase(character);
        }
        return at;
    }

    private void keepIfSeenTwice(String userId) {
        long ownerEnd = EightCharacters.endingAt(bytes, START + userId.length());
        if (ownerEnd == lastOwnerEnd) {
            owner = userId;
            ownerInPlace = true;
        }
        lastOwnerEnd = ownerEnd;
    }

    private boolean isCanonicalOwner(String userId) {
        if (userId.length() == UuidText.LENGTH) {
            // Anything else of this length may be a UUID that must be lowered.
            return EightCharacters.areLoweredUuid(bytes, START)
                    && EightCharacters.allBits(userId, UuidText.LENGTH) < 0x80;
        }
        int sign = 0;
        for (int index = 0; index < userId.length(); index++) {
            char character = userId.charAt(index);
            sign |= (character - '!') | ('~' - character);
        }
        return sign >= 0;
    }

    // The deprecated method is the only one that copies in bulk without a new array. It drops the upper byte of a
    // character beyond Latin-1, which is why allBits looks at the characters themselves.
    @SuppressWarnings("deprecation")
    private void copy(String text, int length, int at) {
        text.getBytes(0, length, bytes, at);
    }
}
