// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.batch;

import java.util.UUID;

/**
 * Document of a plan.
 *
 * @param doc number within the run
 * @param rank priority, lower first
 * @param newId equal to {@code oldId} if only chunks move
 * @param rows expected rows in all tables
 * @param merges whether duplicates are to be merged into it or into its chunks
 */
public record PlannedDocument(long doc, int rank, UUID oldId, UUID newId, int rows, int chunks, boolean merges) {}
