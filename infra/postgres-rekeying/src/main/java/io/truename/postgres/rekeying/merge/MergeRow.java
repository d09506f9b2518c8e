// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.merge;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row that a merge may change or delete, locked.
 *
 * @param table its place among the schema's tables
 * @param place where it is stored now: the partition and the tuple
 * @param tuple the tuple alone
 * @param values of the columns that matter, as text
 */
public record MergeRow(int table, String place, String tuple, Map<String, @Nullable String> values) {}
