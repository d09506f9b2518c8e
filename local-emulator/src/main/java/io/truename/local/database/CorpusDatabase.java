// SPDX-License-Identifier: Apache-2.0
package io.truename.local.database;

import io.truename.local.component.Component;

/** Database of the corpus: the local cloud's own, or an external one. */
public interface CorpusDatabase extends Component {
    /** Returns the address and login for applications. */
    DatabaseAddress address();

    @Override
    DatabaseStatus status();

    @Override
    default String name() {
        return "database";
    }
}
