// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.backfill;

/**
 * Row of a corpus to be written.
 *
 * @param source place of its table in the schema of the backfill
 * @param key text of its key
 */
public record BackfillKey(int source, String key) {}
