// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.batch;

import java.util.UUID;

/**
 * Document of a plan.
 *
 * @param doc number within the run
 * @param rank priority, lower first
 * @param block of its row in its table when it was planned; lower first among those of one rank
 * @param newId equal to {@code oldId} if only chunks move
 * @param rows expected rows in all tables
 * @param merges whether duplicates are to be merged into it or into its chunks
 */
public record PlannedDocument(
        long doc, int rank, long block, UUID oldId, UUID newId, int rows, int chunks, boolean merges) {}
