// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import io.truename.corpus.schema.TableName;

/**
 * Question whether the values at a place are keys of another table.
 *
 * @param key a column that is unique on its own
 */
public record JoinQuestion(TableName table, Place place, TableName to, String key) {}
