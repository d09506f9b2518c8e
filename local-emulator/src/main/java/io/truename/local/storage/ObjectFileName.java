// SPDX-License-Identifier: Apache-2.0
package io.truename.local.storage;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** File name of an object: readable, legal on every file system, and different for different names, without regard to case. */
final class ObjectFileName {
    static final String SUFFIX = ".object";
    private static final int LONGEST = 180;

    private ObjectFileName() {}

    /** The name with all but lower-case letters, digits and _ - as percent escapes; a long one is cut and has its hash. */
    static String of(String name) {
        StringBuilder escaped = new StringBuilder();
        for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (each & 0xff);
            boolean plain = (character >= 'a' && character <= 'z')
                    || (character >= '0' && character <= '9')
                    || character == '-'
                    || character == '_'
                    // A dot at the begin would hide the file.
                    || (character == '.' && escaped.length() > 0);
            if (plain) {
                escaped.append(character);
            } else {
                escaped.append('%').append(HexFormat.of().toHexDigits(each));
            }
        }
        if (escaped.length() > LONGEST) {
            // An escape is never cut into something else: ~ is in no escaped name.
            escaped.setLength(LONGEST / 2);
            escaped.append('~').append(hash(name));
        }
        return escaped.append(SUFFIX).toString();
    }

    private static String hash(String name) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException inEveryJdk) {
            throw new IllegalStateException(inEveryJdk);
        }
    }
}
