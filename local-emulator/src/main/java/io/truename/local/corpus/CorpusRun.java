// SPDX-License-Identifier: Apache-2.0
package io.truename.local.corpus;

import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;

/**
 * Ingestion run: stores documents under upload jobs that carry its id.
 *
 * @param startedAt the database's time before the run stored anything
 */
public record CorpusRun(UUID id, OffsetDateTime startedAt) {
    public CorpusRun {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(startedAt, "startedAt");
    }
}
