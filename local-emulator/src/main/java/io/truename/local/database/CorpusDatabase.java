// SPDX-License-Identifier: Apache-2.0
package io.truename.local.database;

import io.truename.local.part.Part;

/** Database of the corpus: the local cloud's own, or an external one. */
public interface CorpusDatabase extends Part {
    /** Returns the address and login for applications. */
    DatabaseAddress address();

    @Override
    default String name() {
        return "database";
    }
}
