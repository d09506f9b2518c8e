// SPDX-License-Identifier: Apache-2.0
package io.truename.local.corpus;

import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;

/**
 * One run that stores documents; every upload job carries its id.
 *
 * @param startedAt by the database's clock, before the run stored anything
 */
public record CorpusRun(UUID id, OffsetDateTime startedAt) {
    public CorpusRun {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(startedAt, "startedAt");
    }
}
