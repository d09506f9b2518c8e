// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.validate;

import io.truename.postgres.Session;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says which documents need not be true after a migration: those that it was told to leave alone, or could not move. */
@FunctionalInterface
public interface ExcludedDocuments {
    /**
     * A document that is not true, or has a chunk that is not.
     *
     * @param id lower case
     * @param created empty when the corpus does not say
     */
    record Suspect(String id, Optional<Instant> created) {}

    /**
     * Which of them were left alone.
     *
     * @param session in a transaction that only reads
     * @return ids of suspects
     */
    Set<String> of(Session session, List<Suspect> suspects);
}
