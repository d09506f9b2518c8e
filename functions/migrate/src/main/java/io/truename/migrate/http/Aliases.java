// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import io.truename.postgres.rekeying.alias.AliasStore;
import java.util.Collection;
import java.util.UUID;

/** Look-up of current ids by old id. */
@FunctionalInterface
public interface Aliases {
    /** Current ids by old id; ids that never moved are absent. */
    AliasStore.Found find(Collection<UUID> oldIds);
}
