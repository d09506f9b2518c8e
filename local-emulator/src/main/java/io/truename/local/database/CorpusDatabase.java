// SPDX-License-Identifier: Apache-2.0
package io.truename.local.database;

import io.truename.local.part.Part;

/** The database that holds the corpus, wherever it runs. */
public interface CorpusDatabase extends Part {
    /** Where applications reach it, and as whom. */
    DatabaseAddress address();

    @Override
    default String name() {
        return "database";
    }
}
