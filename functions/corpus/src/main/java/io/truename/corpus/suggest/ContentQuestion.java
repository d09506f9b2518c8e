// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import io.truename.corpus.schema.TableName;

/**
 * Question whether the values at a place are hashes of the bytes in a column of the same row.
 *
 * @param content a column of text or bytes
 */
public record ContentQuestion(TableName table, Place hash, HashForm form, String content) {}
