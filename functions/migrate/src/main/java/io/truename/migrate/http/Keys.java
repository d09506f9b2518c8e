// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import io.truename.corpus.mapping.QualifiedName;
import java.util.Optional;
import java.util.UUID;

/** Look-up of true ids that stand beside keys. */
public interface Keys {
    /** True id of the row of a table that has the key; empty if no run has named such a row. */
    Optional<UUID> trueId(QualifiedName table, String key);

    /** Key of the row of a table that has the true id; empty if no run has named such a row. */
    Optional<String> key(QualifiedName table, UUID trueId);
}
