// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.recipe;

import java.util.UUID;

/** Version of an id, judged by its bits. */
final class IdVersion {
    private static final String[] CODES = {
        "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "v10", "v11", "v12", "v13", "v14", "v15"
    };

    private IdVersion() {}

    /** Code as {@code v4}, {@code nil}, {@code max} or {@code other-variant}. */
    static String code(UUID id) {
        if (id.getMostSignificantBits() == 0 && id.getLeastSignificantBits() == 0) {
            return "nil";
        }
        if (id.getMostSignificantBits() == -1 && id.getLeastSignificantBits() == -1) {
            return "max";
        }
        return id.variant() == 2 ? CODES[id.version()] : "other-variant";
    }

    /** Whether ids of its version are drawn at random or from a clock. */
    static boolean isDrawn(UUID id) {
        int version = id.version();
        return id.variant() == 2 && (version == 4 || version == 1 || version == 2 || version == 6 || version == 7);
    }
}
