// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.merge;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Locked row that a merge may change or delete.
 *
 * @param table index among the schema's tables
 * @param place physical location: partition and tuple
 * @param tuple the tuple alone
 * @param values values of the relevant columns, as text
 */
public record MergeRow(int table, String place, String tuple, Map<String, @Nullable String> values) {}
