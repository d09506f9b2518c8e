// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.validate;

import io.truename.postgres.Session;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Documents that may stay untrue after a migration, because it had to leave them alone or could not move them. */
@FunctionalInterface
public interface ExcludedDocuments {
    /**
     * A document that is untrue or has an untrue chunk.
     *
     * @param id lower case
     * @param created empty if the corpus stores no time
     */
    record Suspect(String id, Optional<Instant> created) {}

    /**
     * Finds suspects that the migration left alone.
     *
     * @param session in a read-only transaction
     * @return ids of suspects
     */
    Set<String> of(Session session, List<Suspect> suspects);
}
