// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.batch;

import java.util.UUID;

/**
 * A document as it stands in the plan.
 *
 * @param doc its number within the run
 * @param rank its priority, lower first
 * @param newId equal to {@code oldId} when only chunks move
 * @param rows foreseen over all tables
 * @param merges whether duplicates wait to be merged into it, or into chunks of it
 */
public record PlannedDocument(long doc, int rank, UUID oldId, UUID newId, int rows, int chunks, boolean merges) {}
