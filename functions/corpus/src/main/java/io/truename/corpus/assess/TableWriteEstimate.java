// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.assess;

/**
 * Estimated writes of a migration to one table.
 *
 * @param table {@code schema.table}
 * @param rows that will be written again, each once
 * @param estimated whether {@code rows} comes from the database's statistics rather than from counting
 * @param indexes of the table: each gets a new entry for each row, because a row whose indexed column changes cannot stay on
 *     its page's chain
 * @param rowBytes average size of a row in the table's own pages, without values stored out of line, which are not rewritten
 * @param pages of 8 kB that the table has
 */
public record TableWriteEstimate(
        String table, long rows, boolean estimated, int indexes, double rowBytes, long pages) {}
