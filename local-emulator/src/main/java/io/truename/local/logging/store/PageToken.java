// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.store;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Page token: the last entry of a page, and a fingerprint of the listing it belongs to. */
public final class PageToken {
    private static final String SEPARATOR = "\n";
    private static final int PARTS = 5;

    private PageToken() {}

    /** Writes a token. {@code listing} is all that must stay the same: filter, order, resources. */
    public static String write(EntryKey last, String listing) {
        String text = String.join(
                SEPARATOR,
                Integer.toHexString(listing.hashCode()),
                Long.toString(last.seconds()),
                Integer.toString(last.nanos()),
                last.insertId(),
                last.logName());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads a token; empty if it is none of this listing. */
    public static Optional<EntryKey> read(String token, String listing) {
        try {
            String[] parts =
                    new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split(SEPARATOR, -1);
            if (parts.length != PARTS || !parts[0].equals(Integer.toHexString(listing.hashCode()))) {
                return Optional.empty();
            }
            return Optional.of(new EntryKey(Long.parseLong(parts[1]), Integer.parseInt(parts[2]), parts[3], parts[4]));
        } catch (IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }
}
