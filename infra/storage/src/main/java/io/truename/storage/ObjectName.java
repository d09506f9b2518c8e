// SPDX-License-Identifier: Apache-2.0
package io.truename.storage;

import java.nio.charset.StandardCharsets;

/** Rule of object names, as Cloud Storage has it. */
final class ObjectName {
    private static final int MOST_BYTES = 1_024;

    private ObjectName() {}

    /**
     * Returns the name.
     *
     * @throws IllegalArgumentException with the rule, if it is not a legal name
     */
    static String require(String name) {
        boolean whole = name.codePoints().noneMatch(ObjectName::forbidden);
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > MOST_BYTES || !whole || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("name: must have 1 to " + MOST_BYTES
                    + " bytes of UTF-8 without line breaks, and be neither . nor ..");
        }
        return name;
    }

    /** A surrogate that is left alone has no UTF-8. */
    private static boolean forbidden(int point) {
        return point == '\n' || point == '\r' || point == 0 || Character.getType(point) == Character.SURROGATE;
    }
}
