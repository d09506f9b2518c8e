// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import io.truename.corpus.schema.TableName;

/**
 * Number of rows of a table that a mapping names.
 *
 * @param space 0 for documents, 1 for the first entry of chunks
 * @param about whether the number is an estimate
 */
public record TableCount(TableName table, int space, long rows, boolean about) {}
